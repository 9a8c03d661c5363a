import { MoveInput } from '../domain/run/move-input.ts';
import { ByHandUnproven, PromotionRefused } from '../domain/failure.ts';
import { formatInstant } from '../domain/instant.ts';
import type { RunDatabase } from '../domain/run/run-parts.ts';
import type { Databases } from '../ports/databases.ts';
import { expired, spentGround } from './step/grounds-stand.ts';
import { forEachOrWithout } from './step/go-without.ts';
import { instanceOrNull } from './step/instance-or-null.ts';
import { makeStep, type StepContext, type StepPorts } from './step/make-step.ts';
import { mustBeUsable } from './step/usable-replica.ts';

export interface PromoteReplicaPorts extends StepPorts {
  readonly databases: Databases;
}

/**
 * Asks the recovery region to promote each replica. One that has no source any more is already promoted. The answer
 * proves nothing: ProvePromotion does. Once a person has said so it goes on without a replica that cannot be had.
 * @throws PromotionRefused (to be retried) while it is backing up or otherwise busy, ReplicaNotUsable or ReplicaNotFound
 * when waiting is pointless, ApprovalExpired when people have waited too long for it, ThrottledUnknown, RegionUnreachable
 */
export function makePromoteReplica(ports: PromoteReplicaPorts) {
  return makeStep(ports, {
    state: 'PromoteReplica',
    input: MoveInput,
    defersRecord: true,
    mayBegin: (context) => mustStandOnGrounds(ports, context),
    intent: ({ run }) => ({ databases: run.databases.map(({ id, replica }) => ({ id, ...replica })) }),
    warm: async ({ run }) =>
      void (await Promise.all(run.databases.map(({ replica }) => ports.databases.describe(replica)))),
    act: (context) =>
      forEachOrWithout(context, context.run.databases, (database) => promote(ports, database)),
    proof: async ({ run }) => ({
      databases: await Promise.all(run.databases.map((database) => promotedByHand(ports, database))),
    }),
  });
}

/**
 * A run that was stopped, or has waited for people, may come here hours after they have approved what was seen then.
 * Once something is promoted there is only the way forward.
 */
async function mustStandOnGrounds(
  { databases, clock }: PromoteReplicaPorts,
  context: StepContext<MoveInput>,
): Promise<void> {
  const now = clock.now();
  const spent = spentGround(context, now);
  if (spent === null || context.event.forward === true) return;
  const seen = await Promise.all(
    context.run.databases.map(({ replica }) => instanceOrNull(databases, replica)),
  );
  if (seen.every((replica) => replica?.source !== null)) throw expired(spent, context, now);
}

async function promotedByHand({ databases }: PromoteReplicaPorts, { id, replica }: RunDatabase) {
  const { instance } = replica;
  const { source } = await databases.describe(replica);
  if (source === null) return { id, instance, alreadyPromoted: true, requestId: null };
  throw new ByHandUnproven({ subject: instance, seen: `source ${source}`, limit: 'no source: promoted' });
}

async function promote({ databases, clock }: PromoteReplicaPorts, { id, replica }: RunDatabase) {
  const { instance } = replica;
  const requestedAt = formatInstant(clock.now());
  const answered = () => ({ requestedAt, acceptedAt: formatInstant(clock.now()) });
  try {
    const requestId = await databases.promote(replica);
    return { id, instance, alreadyPromoted: false, requestId, ...answered() };
  } catch (error) {
    if (!(error instanceof PromotionRefused)) throw error;
    const seen = await databases.describe(replica);
    if (seen.source === null) return { id, instance, alreadyPromoted: true, requestId: null, ...answered() };
    mustBeUsable(seen, error);
    throw error;
  }
}
