import { RestoreFailed, RestorePending } from '../domain/failure.ts';
import { formatInstant } from '../domain/instant.ts';
import type { RestoredStanding } from '../domain/record/restore-outcomes.ts';
import { asOperator } from '../domain/run/session-targets.ts';
import type { RunDatabase } from '../domain/run/run-parts.ts';
import { RestoreInput } from '../domain/run/restore-input.ts';
import type { DatabaseServers, ServerState } from '../ports/database-servers.ts';
import type { InstanceRef } from '../ports/databases.ts';
import type { RestoredInstance, Restores } from '../ports/restores.ts';
import { lookUntil } from './step/look-until.ts';
import { makeStep, type StepPorts } from './step/make-step.ts';

export interface AwaitRestoredPorts extends StepPorts {
  readonly restores: Restores;
  readonly sessions: DatabaseServers;
}

/** How long one call watches; after it the workflow tries again. */
const WATCH_MS = 20_000;
const POLL_MS = 200;

/** Statuses that an instance never leaves by itself (RDS User Guide, "Viewing Amazon RDS DB instance status"). */
const FAILED = /^(failed|deleting|incompatible-.*|inaccessible-.*|restore-error|storage-full|stopped)$/;

/**
 * Waits until every restored instance is available, accepts a session and is out of recovery: what its control plane
 * says is no proof.
 * @throws RestorePending (to be retried), RestoreFailed, ThrottledUnknown, RegionUnreachable
 */
export function makeAwaitRestored(ports: AwaitRestoredPorts) {
  return makeStep(ports, {
    state: 'AwaitRestored',
    input: RestoreInput,
    act: async ({ run, seen }) => ({
      databases: await Promise.all(
        seen('RestoreDatabases').databases.map(async ({ id, region, instance }) => {
          const database = run.databases.find((one) => one.id === id);
          if (!database) throw new RangeError(`database ${id} is not of this run`);
          return standing(ports, database, { region, instance });
        }),
      ),
    }),
  });
}

async function standing(
  ports: AwaitRestoredPorts,
  database: RunDatabase,
  ref: InstanceRef,
): Promise<RestoredStanding> {
  const deadline = ports.clock.now() + WATCH_MS * 1000;
  const found = await available(ports, ref, deadline);
  const availableAt = formatInstant(ports.clock.now());
  const { server, systemIdentifier, timeline } = await accepted(ports, { database, found, deadline });
  const { host, port, subnetGroup, securityGroups, parameterGroup, optionGroup } = found;
  return {
    id: database.id,
    ...ref,
    host,
    port,
    availableAt,
    acceptedAt: formatInstant(ports.clock.now()),
    server,
    systemIdentifier,
    timeline,
    subnetGroup,
    securityGroups: [...securityGroups],
    parameterGroup,
    optionGroup,
    isPublic: found.isPublic,
    deletionProtection: found.deletionProtection,
    allocatedGiB: found.allocatedGiB,
    tags: found.tags,
  };
}

async function available(
  { clock, restores }: AwaitRestoredPorts,
  ref: InstanceRef,
  deadline: number,
): Promise<RestoredInstance> {
  const found = await lookUntil(clock, {
    look: () => restores.find(ref),
    enough: (seen) => seen === null || seen.status === 'available' || FAILED.test(seen.status),
    deadline,
    everyMs: POLL_MS,
  });
  if (found?.status === 'available') return found;
  const subject = `restored instance ${ref.instance} in ${ref.region}`;
  const facts = { subject, seen: found?.status ?? 'no such instance', limit: 'available' };
  throw found && !FAILED.test(found.status) ? new RestorePending(facts) : new RestoreFailed(facts);
}

interface Accepting {
  readonly database: RunDatabase;
  readonly found: RestoredInstance;
  readonly deadline: number;
}

async function accepted(
  { clock, sessions }: AwaitRestoredPorts,
  { database, found, deadline }: Accepting,
): Promise<ServerState> {
  const target = asOperator(database, found);
  const seen = await lookUntil(clock, {
    look: () => sessions.state(target).catch((error: Error) => error),
    enough: (state) => !(state instanceof Error) && !state.inRecovery,
    deadline,
    everyMs: POLL_MS,
  });
  if (!(seen instanceof Error) && !seen.inRecovery) return seen;
  throw new RestorePending({
    subject: `restored instance ${found.instance} in ${found.region}`,
    seen: seen instanceof Error ? `no session: ${seen.message}` : 'still in recovery',
    limit: 'a session on a server that is out of recovery',
  });
}
