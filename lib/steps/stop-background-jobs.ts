import { ByHandUnproven } from '../domain/failure.ts';
import { MoveInput } from '../domain/run/move-input.ts';
import { formatInstant } from '../domain/instant.ts';
import type { BackgroundJobs } from '../ports/background-jobs.ts';
import { makeStep, type StepPorts } from './step/make-step.ts';

export interface StopBackgroundJobsPorts extends StepPorts {
  readonly jobs: BackgroundJobs;
}

/** Closes the gate that the plan's background jobs read, so that no job runs at two sites. Idempotent. */
export function makeStopBackgroundJobs(ports: StopBackgroundJobsPorts) {
  return makeStep(ports, {
    state: 'StopBackgroundJobs',
    input: MoveInput,
    defersRecord: true,
    intent: ({ run }) => (run.backgroundJobs.length ? { key: run.jobsKey, jobs: run.backgroundJobs } : null),
    warm: async ({ run }) => void (await ports.jobs.look(run.jobsKey)),
    act: async ({ run, seen }) => {
      const names = run.backgroundJobs.map(({ name }) => name);
      if (names.length === 0) return { jobs: [], etag: null, requestedAt: null, stoppedAt: null };
      const { generation } = seen('AcquireLock');
      const requestedAt = formatInstant(ports.clock.now());
      const etag = await ports.jobs.stop({ key: run.jobsKey, jobs: names, run: run.run, generation });
      const stoppedAt = formatInstant(ports.clock.now());
      return { jobs: names.map((name) => ({ name, stopped: true })), etag, requestedAt, stoppedAt };
    },
    proof: async ({ run }) => {
      const stopped = new Set(await ports.jobs.look(run.jobsKey));
      const running = run.backgroundJobs.filter(({ name }) => !stopped.has(name));
      if (running.length === 0)
        return { jobs: run.backgroundJobs.map(({ name }) => ({ name, stopped: true })), etag: null };
      const seen = `not stopped by the gate: ${running.map(({ name }) => name).join(', ')}`;
      throw new ByHandUnproven({
        subject: run.jobsKey,
        seen,
        limit: 'a gate that holds back every job of the plan',
      });
    },
  });
}
