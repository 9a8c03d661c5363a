import * as z from 'zod';
import type { ReadingConnection } from '../content/reading-connection.ts';
import { type Amcheck, findAmcheck } from './amcheck.ts';
import type { Findings } from './findings.ts';
import { HEAPS, INDEXES, OTHER_INDEXES } from './integrity-sql.ts';

const Index = z.object({ what: z.string(), id: z.string(), valid: z.boolean() });
const OtherIndex = z.object({ what: z.string(), seen: z.string(), valid: z.boolean() });
const Heap = z.object({ what: z.string(), id: z.string() });
const Broken = z.object({ blkno: z.string().nullable(), msg: z.string() });

/**
 * Every B-tree, with each row of its table looked up in it, and every table's pages with what they keep elsewhere
 * (postgresql.org/docs/17/amcheck.html). Without amcheck all of it is unchecked.
 */
export async function checkStorage(connection: ReadingConnection, findings: Findings): Promise<void> {
  const indexes = z.array(Index).parse(await connection.ask(INDEXES));
  const heaps = z.array(Heap).parse(await connection.ask(HEAPS));
  const amcheck = await findAmcheck(connection).catch((error: Error) => error);
  if (amcheck instanceof Error) {
    findings.unchecked(
      `${indexes.length} indexes and ${heaps.length} tables`,
      `amcheck could not be installed: ${amcheck.message}`,
    );
  } else {
    for (const index of indexes) await checkIndex(connection, findings, { ...index, amcheck });
    for (const heap of heaps) await checkHeap(connection, findings, { ...heap, amcheck });
  }
  const others = z.array(OtherIndex).parse(await connection.ask(OTHER_INDEXES));
  for (const { what, seen, valid } of others) {
    if (!valid) findings.problem(what, 'the index is invalid');
    else findings.beyond(what, `an index by ${seen}, into which amcheck does not look`);
  }
}

interface Relation {
  readonly what: string;
  readonly id: string;
  readonly amcheck: Amcheck;
}

async function checkIndex(
  connection: ReadingConnection,
  findings: Findings,
  { what, id, valid, amcheck }: Relation & { readonly valid: boolean },
): Promise<void> {
  if (!valid) return findings.problem(what, 'the index is invalid');
  await findings.check('indexes', what, async () => {
    const options = amcheck.unique ? 'true, true' : 'true';
    await connection.ask(`select ${amcheck.schema}.bt_index_check(${id}::oid::regclass, ${options})`);
  });
}

async function checkHeap(
  connection: ReadingConnection,
  findings: Findings,
  { what, id, amcheck }: Relation,
): Promise<void> {
  await findings.check('tables', what, async () => {
    const pages = `${amcheck.schema}.verify_heapam(${id}::oid::regclass, check_toast => true)`;
    const sql = `select blkno::text, msg from ${pages} limit 10`;
    const broken = z.array(Broken).parse(await connection.ask(sql));
    for (const { blkno, msg } of broken) findings.problem(what, `block ${blkno ?? 'unknown'}: ${msg}`);
  });
}
