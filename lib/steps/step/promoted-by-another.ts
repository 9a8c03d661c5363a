import { type Fact, known, unknown } from '../../domain/brief/fact.ts';
import { CleanUpIncomplete, ReplicaNotFound } from '../../domain/failure.ts';
import { predecessorsOf } from '../../domain/record/predecessors.ts';
import type { FailoverInput } from '../../domain/run/failover-input.ts';
import { asOperator, type LocatedDatabase } from '../../domain/run/session-targets.ts';
import type { DatabaseServers } from '../../ports/database-servers.ts';
import type { Databases } from '../../ports/databases.ts';
import { goneWithout } from './go-without.ts';
import { isFenced } from './fence-in-force.ts';
import type { StepContext } from './make-step.ts';
import { wordsOf } from './words-of.ts';

interface AnotherPorts {
  readonly databases: Pick<Databases, 'describe'>;
  readonly sessions: Pick<DatabaseServers, 'inRecovery'>;
}

type Context = Pick<StepContext<FailoverInput>, 'run' | 'maybe' | 'undecided'>;

/** Whether an old primary may be kept from its clients: by the run's own fence, or by a drill that it pre-empted. */
export function mayKeepClientsOut(context: Context): boolean {
  return isFenced(context) || hasPreempted(context);
}

/** Whether a run may go back beside a replica that it did not promote itself. */
export function mayBeBesideAnother(context: Context): boolean {
  return mayKeepClientsOut(context) || typeof context.run.real?.despite === 'string';
}

/**
 * Whether the replica is none any more although this run has never asked for its promotion. Either word is enough: RDS
 * goes on naming the source for a while after a promotion.
 * @throws CleanUpIncomplete (to be retried) when neither says so and one cannot tell: what is not known counts as
 * promoted, so nothing is given back
 */
export async function promotedByAnother(
  ports: AnotherPorts,
  context: Context,
  database: LocatedDatabase,
): Promise<boolean> {
  const looks = await Promise.all([asRdsHasIt(ports, context, database), asItsServerHasIt(ports, database)]);
  if (looks.some((look) => look.known && look.value)) return true;
  // Of one that the run went on without, because it is broken or gone, its server will never say a word.
  if (goneWithout(context).has(database.id) && looks[0].known) return false;
  const silent = looks.find((look) => !look.known);
  if (!silent) return false;
  throw new CleanUpIncomplete({
    subject: database.replica.instance,
    seen: `whether somebody has promoted it is not known: ${silent.why}`,
    limit: 'a replica that RDS and its own server call one, before its old primary is given back',
  });
}

/** The promotion that a pre-empted drill has asked for may be under way still: then the replica is not at rest. */
async function asRdsHasIt({ databases }: AnotherPorts, context: Context, { replica }: LocatedDatabase) {
  return databases.describe(replica).then(
    ({ source, status }): Fact<boolean> => {
      const isOnItsWay = source !== null && status !== 'available' && hasPreempted(context);
      return isOnItsWay ? unknown(`status ${status}, source ${source}`) : known(source === null);
    },
    context.maybe('PromoteReplica') === null ? notTold : unlessGone,
  );
}

/** A run that has asked for promotions has seen every replica before: one that is not there any more serves nobody. */
function unlessGone(error: unknown): Fact<boolean> {
  return error instanceof ReplicaNotFound ? known(false) : notTold(error);
}

async function asItsServerHasIt({ sessions }: AnotherPorts, database: LocatedDatabase) {
  const operator = asOperator(database, database.replicaAddress);
  return sessions.inRecovery(operator).then((inRecovery) => known(!inRecovery), notTold);
}

function notTold(error: unknown): Fact<boolean> {
  return unknown(wordsOf(error));
}

function hasPreempted({ maybe }: Context): boolean {
  const lock = maybe('AcquireLock');
  return lock !== null && predecessorsOf(lock).some(({ preempted }) => preempted !== null);
}
