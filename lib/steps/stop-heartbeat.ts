import { MoveInput } from '../domain/run/move-input.ts';
import type { HeartbeatControl } from '../domain/run/heartbeat-input.ts';
import { isOwnSeries } from '../domain/run/own-series.ts';
import { runKeys } from '../domain/run/run-keys.ts';
import { seriesRun } from '../domain/run/series-run.ts';
import type { Executions } from '../ports/executions.ts';
import type { Objects } from '../ports/objects.ts';
import type { Workflows } from '../ports/workflows.ts';
import { watchGoesOn } from './step/watch-goes-on.ts';
import { lookUntil } from './step/look-until.ts';
import { makeStep, type StepContext, type StepPorts } from './step/make-step.ts';

const STOP_LIMIT_MS = 20_000;
const POLL_MS = 100;

export interface StopHeartbeatPorts extends StepPorts {
  readonly objects: Objects;
  readonly workflows: Workflows;
  readonly executions: Executions;
}

/**
 * Asks every series to end and waits for it. One that does not, because its function died, is stopped: what it had not
 * stored is missing, and the export says so. A watch that the run has joined ends with a promotion: what it watched is
 * not what it was. Idempotent.
 */
export function makeStopHeartbeat(ports: StopHeartbeatPorts) {
  return makeStep(ports, {
    state: 'StopHeartbeat',
    input: MoveInput,
    act: async (context) => {
      if (watchGoesOn(context)) return { executions: [] };
      const control: HeartbeatControl = { stop: true, detection: null };
      await ports.objects.put(runKeys.control(seriesRun(context.run)), JSON.stringify(control));
      const deadline = ports.clock.now() + STOP_LIMIT_MS * 1000;
      const series = await seriesOf(ports, context);
      return { executions: await Promise.all(series.map((arn) => ended(ports, arn, deadline))) };
    },
  });
}

/** Those on record, and those that run all the same: a start that died halfway left no record. */
async function seriesOf({ executions }: StopHeartbeatPorts, { run, maybe }: StepContext<MoveInput>) {
  const started = maybe('StartHeartbeat')?.executions.map(({ arn }) => arn) ?? [];
  const running = await executions.list(run.heartbeat.stateMachineArn, 'running');
  const own = running.filter(({ name }) => isOwnSeries(seriesRun(run), name)).map(({ arn }) => arn);
  return [...new Set([...started, ...own])];
}

async function ended({ workflows, executions, clock }: StopHeartbeatPorts, arn: string, deadline: number) {
  const look = async () => (await workflows.status(arn)) ?? 'UNKNOWN';
  const status = await lookUntil(clock, { look, enough: hasEnded, deadline, everyMs: POLL_MS });
  if (hasEnded(status)) return { arn, status };
  await executions.stop(arn, `the series did not end within ${STOP_LIMIT_MS / 1000} s of being asked to`);
  return { arn, status: await look() };
}

function hasEnded(status: string): boolean {
  return status !== 'RUNNING';
}
