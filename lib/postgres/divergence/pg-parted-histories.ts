import type { Client } from 'pg';
import * as z from 'zod';
import type { PartedHistories } from '../../ports/parted-histories.ts';
import type { SessionPool } from '../session-pool.ts';
import { COMPARED, HAS_HEARTBEATS, NEWEST, NEWEST_HEARTBEATS, NEXT, STATUSES } from './branch-sql.ts';
import { versionsSql } from './row-sql.ts';
import { settled } from './settled.ts';

const Next = z.object({ next: z.string() });
const Has = z.object({ has: z.boolean() });
const Mark = z.object({ key: z.string(), xmin: z.string() });
const Compared = z.object({ shared: z.string().nullable(), firstOwn: z.string().nullable() });
const Status = z.object({
  transaction: z.string(),
  status: z.enum(['committed', 'aborted', 'in progress']).nullable(),
});
const Version = z.object({ ctid: z.string(), xmin: z.string(), digest: z.string() });

/** Asks both servers over operators' sessions; nothing is written. */
export function makePgPartedHistories(pool: SessionPool): PartedHistories {
  return {
    evidence: async (old, promoted) => {
      const before = await pool.with(old, newestHeartbeats);
      const after = await pool.with(promoted, (client) => compared(client, before.marks));
      return { ...after, oldNext: before.next };
    },
    statuses: (target, transactions) =>
      pool.with(target, async (client) => {
        const answer = await client.query(STATUSES, [transactions]);
        const statuses = z.array(Status).parse(answer.rows);
        return new Map(statuses.map(({ transaction, status }) => [transaction, status]));
      }),
    versions: (target, { table, range, before }) =>
      pool.with(target, (client) =>
        settled(client, { whole: true }, async () =>
          z.array(Version).parse((await client.query(versionsSql(table, range), [before])).rows),
        ),
      ),
  };
}

async function newestHeartbeats(client: Client) {
  const { next } = Next.parse((await client.query(NEXT)).rows[0]);
  if (!(await hasHeartbeats(client))) return { next, marks: [] };
  const answer = await client.query(NEWEST, [NEWEST_HEARTBEATS]);
  return { next, marks: z.array(Mark).parse(answer.rows) };
}

async function compared(client: Client, marks: readonly z.infer<typeof Mark>[]) {
  const { next: promotedNext } = Next.parse((await client.query(NEXT)).rows[0]);
  if (marks.length === 0 || !(await hasHeartbeats(client)))
    return { shared: null, firstOwn: null, promotedNext };
  const answer = await client.query(COMPARED, [JSON.stringify(marks)]);
  return { ...Compared.parse(answer.rows[0]), promotedNext };
}

async function hasHeartbeats(client: Client): Promise<boolean> {
  return Has.parse((await client.query(HAS_HEARTBEATS)).rows[0]).has;
}
