import { MoveInput } from '../domain/run/move-input.ts';
import type { BackgroundJobs } from '../ports/background-jobs.ts';
import { makeStep, type StepPorts } from './step/make-step.ts';

export interface StartBackgroundJobsPorts extends StepPorts {
  readonly jobs: BackgroundJobs;
}

/** Opens the gate again that the plan's background jobs read: they run at the site that traffic was sent to. Idempotent. */
export function makeStartBackgroundJobs(ports: StartBackgroundJobsPorts) {
  return makeStep(ports, {
    state: 'StartBackgroundJobs',
    input: MoveInput,
    intent: ({ run }) => (run.backgroundJobs.length ? { key: run.jobsKey, jobs: run.backgroundJobs } : null),
    act: async ({ run, seen }) => {
      const jobs = run.backgroundJobs.map(({ name }) => name);
      if (jobs.length === 0) return { jobs: [], etag: null };
      const { generation } = seen('AcquireLock');
      const etag = await ports.jobs.start({ key: run.jobsKey, jobs, run: run.run, generation });
      return { jobs: jobs.map((name) => ({ name, started: true })), etag };
    },
  });
}
