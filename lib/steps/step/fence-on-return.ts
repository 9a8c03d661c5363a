import {
  type DeferredDatabase,
  type DeferredFenceRequest,
  type FencedLater,
} from '../../domain/fence/deferred-fence.ts';
import { formatInstant } from '../../domain/instant.ts';
import { asHeartbeat, asOperator } from '../../domain/run/session-targets.ts';
import type { Locks } from '../../ports/locks.ts';
import { climbReturned } from './climb-returned.ts';
import { type Word, type WordPorts, wordOn } from './deferred-word.ts';
import type { EarlyFence } from './early-fence.ts';
import type { RungPorts } from './fence-rungs.ts';
import { liftFence } from './lift-fence.ts';
import { type Address, type Found, locate, type LocatePorts } from './locate-primary.ts';

export type FenceOnReturnPorts = RungPorts &
  WordPorts &
  LocatePorts & {
    /** Of the recovery site. */
    readonly locks: Pick<Locks, 'holder'>;
  };

/** Of each rung, once the server answers. */
const DEADLINE_MS = 10_000;
/** How long one look may take: one that a lost region has swallowed must not hold back the next. */
const LOOK_MS = 1_000;
const NOT_PROMOTED = 'it answers, or not; its replica is not promoted yet';

/**
 * Fenced, or nothing to fence: done. Else what was seen last, and it is to be tried again; `ready` where all is open
 * that a fence needs, and the run has but to ask for the promotion.
 */
export type Tried = { readonly done: FencedLater } | { readonly seen: string; readonly ready?: boolean };

export interface Deferred {
  readonly request: DeferredFenceRequest;
  readonly database: DeferredDatabase;
  readonly word: () => Promise<Word>;
  readonly early: EarlyFence;
}

/** Looks once whether an old primary answers again, and fences it at once if it does. */
export async function fenceOnReturn(ports: FenceOnReturnPorts, deferred: Deferred): Promise<Tried> {
  const { database, early } = deferred;
  // Both at once: nothing of what is asked in the meantime may keep the fence waiting.
  const [word, found] = await Promise.all([
    deferred.word().catch((error: Error) => error),
    locate(ports, database, LOOK_MS),
  ]);
  if (word instanceof Error) return { seen: word.message };
  if (word.go === 'wait') return word.toBeAsked ? beReady(ports, database, found) : { seen: NOT_PROMOTED };
  if (word.go === 'not-needed')
    return early.wasBegun()
      ? giveBack(ports, deferred, { word, found })
      : { done: notNeeded(database, word) };
  if ('seen' in found) return found;
  if (found.isReplica) {
    const why = 'it is a replica now, which takes no writes';
    return { done: notNeeded(database, { go: 'not-needed', why }) };
  }
  return word.holds ? climb(ports, deferred, found.address) : climbEarly(ports, deferred, found.address);
}

/** Opens what a fence needs, before it is needed: each connection that it had to wait for would let clients write on. */
async function beReady(
  { sessions, clock }: FenceOnReturnPorts,
  database: DeferredDatabase,
  found: Found,
): Promise<Tried> {
  const seen = NOT_PROMOTED;
  if ('seen' in found || found.isReplica) return { seen };
  const opened = Promise.all([
    sessions.keepOpen(asOperator(database, found.address)),
    sessions.keepOpen(asHeartbeat(database, found.address)),
  ]);
  const ready = await Promise.race([
    opened.then(() => true).catch(() => false),
    clock.sleep(LOOK_MS).then(() => false),
  ]);
  return { seen, ready };
}

/** Only the replica shows whether there will be another primary: until then this fence may have to be taken back. */
async function climbEarly(ports: FenceOnReturnPorts, deferred: Deferred, address: Address): Promise<Tried> {
  const { early } = deferred;
  const seen = 'it is fenced; its replica is not promoted yet';
  if (early.isProven()) return { seen };
  await early.begin();
  const tried = await climb(ports, deferred, address);
  if (!('done' in tried)) return tried;
  early.prove();
  return { seen };
}

interface Early {
  readonly word: Extract<Word, { go: 'not-needed' }>;
  readonly found: Found;
}

/**
 * The run turned back, and may have given the primary back to its clients before it was fenced here. What another run
 * does on this plan by now is that run's business.
 */
async function giveBack(
  ports: FenceOnReturnPorts,
  { request, database }: Deferred,
  { word, found }: Early,
): Promise<Tried> {
  if ('seen' in found) return found;
  const holder = await ports.locks.holder(request.lockKey);
  const isOthers = holder !== null && holder.run !== request.run;
  if (isOthers || found.isReplica) return { done: notNeeded(database, word) };
  await liftFence(ports, {
    database: { ...database, primaryAddress: found.address, replicaAddress: found.address },
    fence: request.fence,
    stillOwner: async () => undefined,
  });
  const why = `${word.why}; it had been fenced by then, and its clients may log in again`;
  return { done: notNeeded(database, { ...word, why }) };
}

function notNeeded({ id }: DeferredDatabase, { why }: Extract<Word, { go: 'not-needed' }>): FencedLater {
  return {
    id,
    result: 'not-needed',
    proof: 'none',
    detail: why,
    answeredAt: null,
    fencedAt: null,
    attempts: [],
  };
}

async function climb(
  ports: FenceOnReturnPorts,
  { request, database }: Deferred,
  address: Address,
): Promise<Tried> {
  const { clock } = ports;
  const answeredAt = formatInstant(clock.now());
  const { attempts, proof } = await climbReturned(ports, {
    database: { ...database, primaryAddress: address, replicaAddress: address },
    fence: request.fence,
    deadlineMs: DEADLINE_MS,
    stillOwner: async () => {
      const word = await wordOn(ports, request, database);
      if (word.go !== 'fence') throw new Error('it is not to be fenced any more');
    },
  });
  const detail = attempts.map(({ rung, result, detail: seen }) => `${rung} ${result}: ${seen}`).join('; ');
  if (proof === 'none') return { seen: detail };
  const fencedAt = formatInstant(clock.now());
  return {
    done: { id: database.id, result: 'fenced', proof, detail, answeredAt, fencedAt, attempts: [...attempts] },
  };
}
