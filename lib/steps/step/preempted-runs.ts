import { onRecord } from '../../domain/record/on-record.ts';
import { predecessorsOf } from '../../domain/record/predecessors.ts';
import type { RunRecord } from '../../ports/run-record.ts';
import { type KnownOnLeg, knownOnLeg } from './known-on-leg.ts';

/**
 * A run from which the lock was taken before it had settled what it changed. It changes nothing any more, so what it has
 * withheld, stopped or closed is for whoever took its lock to take back.
 */
export interface PreemptedRun {
  readonly name: string;
  /** Of the way there: its record says what it has done, and what it may have. */
  readonly known: KnownOnLeg;
}

/** Those that a run has pre-empted, then those that they had, as far as none has settled what was changed before it. */
export async function preemptedRuns(
  record: Pick<RunRecord, 'entries'>,
  { maybe }: Pick<KnownOnLeg, 'maybe'>,
): Promise<readonly PreemptedRun[]> {
  const lock = maybe('AcquireLock');
  const names = (lock ? predecessorsOf(lock) : []).flatMap(({ preempted }) => preempted?.run ?? []);
  const runs = await Promise.all(names.map((name) => unsettled(record, name)));
  return runs.flat();
}

async function unsettled(record: Pick<RunRecord, 'entries'>, name: string): Promise<readonly PreemptedRun[]> {
  const { outcomes, undecided } = onRecord(await record.entries(name));
  const known = knownOnLeg(
    { outcomes: { ...outcomes }, failure: null, skipped: [...undecided], run: {} },
    'there',
  );
  if (isSettled(known)) return [];
  return [{ name, known }, ...(await preemptedRuns(record, known))];
}

/** A switchover that has one more server to rebuild is not. */
function isSettled({ maybe }: KnownOnLeg): boolean {
  return maybe('ReturnRegion') !== null || maybe('SettleRoles')?.rebuild === null;
}
