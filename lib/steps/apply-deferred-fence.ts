import * as z from 'zod';
import { Conflict, FencePending, LockHeld } from '../domain/failure.ts';
import { DeferredFenceOutcome, DeferredFenceRequest } from '../domain/fence/deferred-fence.ts';
import { formatInstant, type Instant } from '../domain/instant.ts';
import { runKeys } from '../domain/run/run-keys.ts';
import { SCHEMA_VERSION } from '../domain/stored.ts';
import type { Locks } from '../ports/locks.ts';
import type { Objects } from '../ports/objects.ts';
import { promotionAsked, rememberedWord } from './step/deferred-word.ts';
import { earlyFence } from './step/early-fence.ts';
import { type Deferred, fenceOnReturn, type FenceOnReturnPorts, type Tried } from './step/fence-on-return.ts';

export interface ApplyDeferredFencePorts extends FenceOnReturnPorts {
  /** Of the site whose region did not answer. */
  readonly primaryLocks: Locks;
}

/** How long one call watches; its function ends after five minutes, and the workflow calls again. */
const WATCH_MS = 240_000;
const LOOK_EVERY_MS = 200;
/** Where nothing is missing but the run's word on the promotion. */
const READY_MS = 1_000;
const ASK_EVERY_MS = 50;

const DeferredEvent = z.object({ run: DeferredFenceRequest, executionArn: z.string() });

/**
 * Waits until an old primary answers again that could not be fenced, and fences it at once by the operator's session;
 * then raises the generation of its site's lock where the run could not take it. Writes its outcome once, below the
 * run's folder and outside of its record, which was sealed long before. Idempotent.
 * @throws FencePending while a region does not answer: to be tried again, for days if need be
 */
export function makeApplyDeferredFence(ports: ApplyDeferredFencePorts) {
  return async (input: unknown): Promise<DeferredFenceOutcome> => {
    const { run: request, executionArn: execution } = DeferredEvent.parse(input);
    const before = await ports.objects.get(runKeys.fencedLater(request.run));
    if (before) return DeferredFenceOutcome.parse(JSON.parse(before.text));
    const until = ports.clock.now() + WATCH_MS * 1000;
    const databases = await Promise.all(
      request.databases.map((database) => watch(ports, { request, database, until })),
    );
    const left = databases.flatMap((one) => ('seen' in one ? [one.seen] : []));
    if (left.length > 0) throw await pending(ports, request, left);
    const outcome: DeferredFenceOutcome = {
      schemaVersion: SCHEMA_VERSION,
      run: request.run,
      execution,
      databases: databases.flatMap((one) => ('done' in one ? [one.done] : [])),
      lock: await raiseLock(ports, request, execution),
    };
    return writtenOnce(ports.objects, outcome);
  };
}

interface Watched extends Pick<Deferred, 'request' | 'database'> {
  readonly until: Instant;
}

async function watch(ports: ApplyDeferredFencePorts, { until, request, database }: Watched): Promise<Tried> {
  const { clock, objects } = ports;
  const early = await earlyFence(objects, request.run, database.id);
  const deferred = { request, database, word: rememberedWord(ports, request, database), early };
  for (;;) {
    const tried = await fenceOnReturn(ports, deferred).catch(
      (error: Error): Tried => ({ seen: error.message }),
    );
    if ('done' in tried) return tried;
    if (clock.now() >= until) return { seen: `${database.id}: ${tried.seen}` };
    await (tried.ready ? untilAsked(ports, request) : clock.sleep(LOOK_EVERY_MS));
  }
}

/** Asks the bucket alone: control planes are asked once a second for as long as people may take to decide. */
async function untilAsked(
  { clock, objects }: ApplyDeferredFencePorts,
  { run }: DeferredFenceRequest,
): Promise<void> {
  const until = clock.now() + READY_MS * 1000;
  while (clock.now() < until) {
    if (await promotionAsked(objects, run)) return;
    await clock.sleep(ASK_EVERY_MS);
  }
}

/** What was seen last stands in the bucket, for whoever asks how it goes. */
async function pending(
  { objects, clock }: ApplyDeferredFencePorts,
  { run, databases, sites }: DeferredFenceRequest,
  left: readonly string[],
): Promise<FencePending> {
  const seen = { schemaVersion: SCHEMA_VERSION, at: formatInstant(clock.now()), seen: left };
  await objects.put(runKeys.fenceSeen(run), `${JSON.stringify(seen)}\n`);
  return new FencePending({
    subject: `${databases.map(({ primary }) => primary.instance).join(', ')} in ${sites.primary.region}`,
    seen: left.join('; '),
    limit: 'an old primary that answers, and is fenced',
  });
}

/** What a run of before may still hold there is refused from then on: its owner and generation are not those any more. */
async function raiseLock(
  { primaryLocks }: ApplyDeferredFencePorts,
  { lockKey: key, lockNotTaken, run }: DeferredFenceRequest,
  owner: string,
): Promise<DeferredFenceOutcome['lock']> {
  if (!lockNotTaken) return { result: 'taken-before', generation: null, detail: 'the run itself took it' };
  try {
    const grant = await primaryLocks.acquire({ key, run, owner, scope: 'real', preempt: true });
    await primaryLocks.release(grant);
    const from = grant.takenOver ? `taken from run ${grant.takenOver.run}` : 'it was free';
    return { result: 'raised', generation: grant.generation, detail: from };
  } catch (error) {
    if (!(error instanceof LockHeld)) throw error;
    return { result: 'held', generation: null, detail: error.message };
  }
}

async function writtenOnce(objects: Objects, outcome: DeferredFenceOutcome): Promise<DeferredFenceOutcome> {
  const key = runKeys.fencedLater(outcome.run);
  try {
    await objects.put(key, `${JSON.stringify(outcome, null, 2)}\n`, { absent: true });
    return outcome;
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
    const first = await objects.get(key);
    return first ? DeferredFenceOutcome.parse(JSON.parse(first.text)) : outcome;
  }
}
