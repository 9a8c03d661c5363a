import { parseInstant } from '../../instant.ts';
import { onAnyClock } from '../../measurement/clock-error.ts';
import { durationBetween, type Interval, notNegative } from '../../measurement/interval.ts';
import type { LegFacts } from './leg-facts.ts';

/**
 * For how long there was one copy only. At the earliest from the call that promoted the replica, at the latest from the
 * first row that the promoted server alone had; until a replica was seen to stream and to have everything. Null when
 * that is not on record of every database.
 */
export function withoutSecondCopy({ outcome }: LegFacts): Interval | null {
  const asked = (outcome('PromoteReplica')?.databases ?? []).flatMap(({ requestedAt }) => requestedAt ?? []);
  const alone = (outcome('ProvePromotion')?.databases ?? []).map(
    ({ writeAcknowledgedAt }) => writeAcknowledgedAt,
  );
  const again = (outcome('AwaitReplica')?.databases ?? []).map(({ secondCopyAt }) => secondCopyAt);
  if (asked.length === 0 || alone.length === 0 || again.length < alone.length) return null;
  const from = onAnyClock({
    low: Math.min(...asked.map(parseInstant)),
    high: Math.min(...alone.map(parseInstant)),
  });
  const to = Math.max(...again.map(parseInstant));
  return notNegative(durationBetween(from, { low: to, high: to }));
}
