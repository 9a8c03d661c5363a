import { type Finding, inconclusive, met, missed } from '../finding.ts';
import { count } from '../reason-words.ts';
import type { RunFacts } from '../run-facts.ts';

/** Slots in these states have lost WAL that their replica needs, or are about to. */
const LOSING = new Set(['unreserved', 'lost']);

/** Whether the primary streams to a replica, and keeps for every slot what it needs. */
export function judgeStreams(id: string, facts: RunFacts): Finding {
  const seen = facts.outcome('MeasureLag')?.databases.find((database) => database.id === id);
  if (!seen) return inconclusive(`whether ${id} streams is not on record`);
  const losing = seen.slots.find(({ walStatus }) => walStatus !== null && LOSING.has(walStatus));
  if (losing)
    return missed(`the slot ${losing.name} of ${id} is ${losing.walStatus}: its replica cannot catch up`);
  const streaming = seen.streams.filter(({ state }) => state === 'streaming');
  if (streaming.length > 0) return met(`${id} streams to ${count(streaming.length, 'replica')}`);
  const [other] = seen.streams;
  return missed(
    other ? `${id} does not stream: ${other.name} is in ${other.state}` : `nobody replicates ${id}`,
  );
}
