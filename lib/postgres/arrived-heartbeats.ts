import * as z from 'zod';
import type { SessionTarget } from '../ports/session-target.ts';
import type { SessionPool } from './session-pool.ts';

/** Of a watch that has written for weeks: the newest row, and all from a place in its sequence on. */
const ARRIVED = `
  with newest as (
    select segment, seq, sent from muster.heartbeat
    where run = $1 and writer = 'heartbeat' order by segment desc, seq desc limit 1)
  select segment, seq, (extract(epoch from sent) * 1000000)::bigint::text as sent from (
    select segment, seq, sent from newest
    union
    select segment, seq, sent from muster.heartbeat
    where run = $1 and writer = 'heartbeat' and (segment, seq) >= ($2::int, $3::int)) as arrived`;

const Arrived = z.array(z.object({ segment: z.number(), seq: z.number(), sent: z.coerce.number() }));

export interface ArrivedFrom {
  readonly run: string;
  readonly segment: number;
  readonly seq: number;
}

/** Heartbeat rows of a watch that a server holds, in no order; `sent` in microseconds since 1970. */
export function arrivedHeartbeats(
  pool: SessionPool,
  target: SessionTarget,
  { run, segment, seq }: ArrivedFrom,
): Promise<z.infer<typeof Arrived>> {
  return pool.with(target, async (client) =>
    Arrived.parse((await client.query(ARRIVED, [run, segment, seq])).rows),
  );
}
