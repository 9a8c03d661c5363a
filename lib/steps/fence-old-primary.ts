import { MoveInput } from '../domain/run/move-input.ts';
import { provenBy } from '../domain/fence/proof.ts';
import type { FenceAttempt, FencedDatabase } from '../domain/record/fence-outcomes.ts';
import { judgeReceipt } from '../domain/run/receipt-proof.ts';
import {
  asHeartbeat,
  asOperator,
  type LocatedDatabase,
  locateDatabases,
} from '../domain/run/session-targets.ts';
import type { ApplicationWriters } from '../ports/application-writers.ts';
import { climbLadder, type Ladder } from './step/climb-ladder.ts';
import type { RungPorts } from './step/fence-rungs.ts';
import { proveFence } from './step/fence-proof.ts';
import { makeStep, type StepContext, type StepPorts } from './step/make-step.ts';

export interface FenceOldPrimaryPorts extends StepPorts, RungPorts {
  readonly writers: ApplicationWriters;
}

type Context = StepContext<MoveInput>;

/**
 * Makes sure that the old primary accepts no client's write, and says what proves it. With an injector's receipt
 * nothing more is tried: there is nobody to talk to. Without one the rungs of the plan's ladder are tried, all at the
 * same time and each within the plan's deadline, and probed. "none" is an answer, not a failure: the workflow decides.
 */
export function makeFenceOldPrimary(ports: FenceOldPrimaryPorts) {
  return makeStep(ports, {
    state: 'FenceOldPrimary',
    input: MoveInput,
    defersRecord: true,
    // With a proven receipt nothing is changed here, so nothing has to be announced.
    intent: (context) => (receiptOf(context).result === 'proven' ? null : announced(context)),
    warm: (context) => getReady(ports, context),
    act: async (context) => {
      const { run, seen } = context;
      const start = ports.clock.now();
      const receipt = receiptOf(context);
      const closeWriters = gateOf(ports, context);
      const databases = await Promise.all(
        locateDatabases(run, seen('DiscoverDatabases')).map(
          async (database): Promise<FencedDatabase> =>
            receipt.result === 'proven'
              ? { id: database.id, proof: 'receipt', attempts: [receipt] }
              : fence(ports, { context, database, receipt, closeWriters }),
        ),
      );
      return { databases, waitedSeconds: (ports.clock.now() - start) / 1e6 };
    },
    proof: (context) => fencedByHand(ports, context),
  });
}

/** Looks alone. Where they prove nothing the workflow asks people, as after a ladder that proved nothing. */
async function fencedByHand(ports: FenceOldPrimaryPorts, context: Context) {
  const { run, seen } = context;
  const start = ports.clock.now();
  const receipt = receiptOf(context);
  const { closedSecurityGroup } = run.fence;
  const deadlineMs = run.fenceDeadlineSeconds * 1000;
  const databases = await Promise.all(
    locateDatabases(run, seen('DiscoverDatabases')).map(async (database): Promise<FencedDatabase> => {
      const looks = await proveFence(ports, { database, closedSecurityGroup, deadlineMs });
      return fenced(database, [receipt, ...looks]);
    }),
  );
  return { databases, waitedSeconds: (ports.clock.now() - start) / 1e6 };
}

function fenced({ id }: LocatedDatabase, attempts: FenceAttempt[]): FencedDatabase {
  return { id, proof: provenBy(attempts) === null ? 'none' : 'probe', attempts };
}

function receiptOf({ run, maybe }: StepContext): FenceAttempt {
  return judgeReceipt(maybe('InjectDisruption')?.receipt ?? null, run.sites.primary.region);
}

/** What is changed, and the security groups that it is changed from. */
function announced({ run, seen }: Context) {
  const databases = locateDatabases(run, seen('DiscoverDatabases'));
  return {
    rungs: run.fence.rungs,
    databases: databases.map(({ id, fencedRoles, securityGroups }) => ({ id, fencedRoles, securityGroups })),
  };
}

/** A session as a client has one, open before the loss, and the operator's. Where they cannot be opened, the fence will say so. */
async function getReady({ sessions, writers }: FenceOldPrimaryPorts, { run, maybe }: Context): Promise<void> {
  const discovered = maybe('DiscoverDatabases');
  const located = discovered ? locateDatabases(run, discovered) : [];
  const targets = located.flatMap((database) =>
    database.primaryAddress
      ? [asHeartbeat(database, database.primaryAddress), asOperator(database, database.primaryAddress)]
      : [],
  );
  const { writersKey } = run.fence;
  await Promise.all([
    ...targets.map((target) => sessions.keepOpen(target).catch(() => undefined)),
    writersKey === null ? undefined : writers.look(writersKey),
  ]);
}

/** One object for all databases of the run: closed once. */
function gateOf({ writers }: FenceOldPrimaryPorts, { run, seen }: Context): Ladder['closeWriters'] {
  const key = run.fence.writersKey;
  if (key === null) return null;
  let closed: Promise<string> | null = null;
  const { generation } = seen('AcquireLock');
  return () => (closed ??= writers.close({ key, site: run.sites.primary.name, run: run.run, generation }));
}

interface Fence {
  readonly context: Context;
  readonly database: LocatedDatabase;
  readonly receipt: FenceAttempt;
  readonly closeWriters: Ladder['closeWriters'];
}

async function fence(
  ports: FenceOldPrimaryPorts,
  { context: { run, stillOwner }, database, receipt, closeWriters }: Fence,
): Promise<FencedDatabase> {
  const { rungs, closedSecurityGroup } = run.fence;
  const deadlineMs = run.fenceDeadlineSeconds * 1000;
  const ladder = { database, rungs, closedSecurityGroup, deadlineMs, closeWriters, stillOwner };
  const attempts = await climbLadder(ports, ladder);
  return fenced(database, [receipt, ...attempts]);
}
