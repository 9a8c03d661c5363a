import { formatInstant } from '../domain/instant.ts';
import { asHeartbeat, type LocatedDatabase, locateDatabases } from '../domain/run/session-targets.ts';
import type { HeartbeatInput } from '../domain/run/heartbeat-input.ts';
import { MoveInput } from '../domain/run/move-input.ts';
import type { Workflows } from '../ports/workflows.ts';
import { backSource } from '../domain/run/back-source.ts';
import { makeStep, type StepEvent, type StepPorts } from './step/make-step.ts';

export interface StartHeartbeatPorts extends StepPorts {
  readonly workflows: Workflows;
}

/**
 * Starts the series of samples, each an execution of its own: per database a writer through the front door and a
 * stale writer straight to the old primary, a reader of the primary, and one prober of the services. Idempotent by execution name.
 */
export function makeStartHeartbeat(ports: StartHeartbeatPorts) {
  return makeStep(ports, {
    state: 'StartHeartbeat',
    input: MoveInput,
    intent: ({ run }) => ({ stateMachineArn: run.heartbeat.stateMachineArn }),
    act: async ({ run, event, seen }) => ({
      startedAt: formatInstant(ports.clock.now()),
      executions: await Promise.all(
        seriesOn(event, run, locateDatabases(run, seen('DiscoverDatabases'))).map(async (input, index) => ({
          role: input.role,
          database: input.role === 'health' ? null : input.source,
          arn: await ports.workflows.start({
            machineArn: run.heartbeat.stateMachineArn,
            name: executionName(input, index),
            input,
          }),
        })),
      ),
    }),
  });
}

/** Names of executions end at 80 characters; cut off, two databases could share one. */
function executionName({ run, role, source }: HeartbeatInput, index: number): string {
  const name = `${run}-${role}-${source}`;
  return name.length <= 80 ? name : `${run}-${role}-${index}`;
}

/** The series of the start go on; a primary that is new has nobody yet who writes to it past the front door. */
function seriesOn(
  { leg, run: { sites } }: StepEvent,
  run: MoveInput,
  databases: readonly LocatedDatabase[],
): readonly HeartbeatInput[] {
  // Whoever serves: samples go where the run's record is.
  const all = seriesOf(run, { databases, home: sites.recovery });
  if (leg !== 'back') return all;
  return all.flatMap((input) =>
    input.role === 'stale'
      ? [{ ...input, source: backSource(input.source), rowsOf: backSource(run.run) }]
      : [],
  );
}

interface Sampled {
  readonly databases: readonly LocatedDatabase[];
  readonly home: MoveInput['sites']['recovery'];
}

function seriesOf(run: MoveInput, { databases, home }: Sampled): readonly HeartbeatInput[] {
  const common = {
    run: run.run,
    bucket: home.bucket,
    region: home.region,
    heartbeat: run.heartbeat,
    detect: run.detect,
  };
  const writers = databases.flatMap((database) => {
    const front = {
      ...common,
      role: 'ledger',
      source: database.id,
      target: asHeartbeat(database, database.frontDoor),
      witness: {
        ...database.primary,
        address: database.primaryAddress,
        staleWriter: (database.directDoor ?? database.primaryAddress) !== null,
      },
    } as const;
    const direct = database.directDoor ?? database.primaryAddress;
    if (!direct) return [front];
    const target = asHeartbeat(database, direct);
    return [front, { ...common, role: 'stale', source: database.id, target } as const];
  });
  const readers = databases.map((database) => {
    const target = asHeartbeat(database, database.frontDoor);
    return { ...common, role: 'reader', source: database.id, target, ledger: database.ledger } as const;
  });
  return [
    ...writers,
    ...readers,
    { ...common, role: 'health', source: 'services', services: run.services } as const,
  ];
}
