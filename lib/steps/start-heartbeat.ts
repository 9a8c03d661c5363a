import { formatInstant } from '../domain/instant.ts';
import { backSource } from '../domain/run/back-source.ts';
import type { HeartbeatInput } from '../domain/run/heartbeat-input.ts';
import { MoveInput } from '../domain/run/move-input.ts';
import { runKeys } from '../domain/run/run-keys.ts';
import { seriesInputs, seriesName } from '../domain/run/series-inputs.ts';
import { locateDatabases } from '../domain/run/session-targets.ts';
import type { Objects } from '../ports/objects.ts';
import type { Workflows } from '../ports/workflows.ts';
import { joinWatch } from './step/join-watch.ts';
import { makeStep, type StepContext, type StepPorts } from './step/make-step.ts';

export interface StartHeartbeatPorts extends StepPorts {
  readonly workflows: Workflows;
  readonly objects: Objects;
}

/**
 * Starts the series of samples, each an execution of its own: per database a writer through the front door and a
 * stale writer straight to the old primary, a reader of the primary, and one prober of the services. Idempotent by
 * execution name. A real run goes on with the series of the watch that stands: what was acknowledged before the loss
 * is in there.
 */
export function makeStartHeartbeat(ports: StartHeartbeatPorts) {
  return makeStep(ports, {
    state: 'StartHeartbeat',
    input: MoveInput,
    intent: ({ run }) =>
      run.watch ? { watch: run.watch.run } : { stateMachineArn: run.heartbeat.stateMachineArn },
    act: async (context) => {
      const { run } = context;
      const startedAt = formatInstant(ports.clock.now());
      if (run.watch) return { startedAt, ...(await joinWatch(ports, run, run.watch.run)) };
      const executions = await Promise.all(
        seriesOn(context).map(async (input, index) => ({
          role: input.role,
          database: input.role === 'health' ? null : input.source,
          arn: await ports.workflows.start({
            machineArn: run.heartbeat.stateMachineArn,
            name: seriesName(input, index),
            input,
          }),
        })),
      );
      return { startedAt, executions, from: [] };
    },
  });
}

/** The series of the start go on; a primary that is new has nobody yet who writes to it past the front door. */
function seriesOn({ event, run, seen }: StepContext<MoveInput>): readonly HeartbeatInput[] {
  // Whoever serves: samples go where the run's record is.
  const all = seriesInputs(run, locateDatabases(run, seen('DiscoverDatabases')), event.run.sites.recovery);
  if (event.leg !== 'back') return all.map((input) => withStops(input, run));
  return all.flatMap((input) =>
    input.role === 'stale'
      ? [{ ...input, source: backSource(input.source), rowsOf: backSource(run.run) }]
      : [],
  );
}

/** The prober of the services looks at what stops a drill, too. */
function withStops(
  input: HeartbeatInput,
  { plan, kind, stopConditions: conditions }: MoveInput,
): HeartbeatInput {
  if (input.role !== 'health' || conditions.length === 0) return input;
  return { ...input, stop: { lock: runKeys.lock(plan.name, kind), conditions } };
}
