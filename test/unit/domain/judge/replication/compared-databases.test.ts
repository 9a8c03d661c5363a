import { expect, test } from 'vitest';
import { compareContents } from '../../../../../lib/comparison/compare-contents.ts';
import type { ContentLine } from '../../../../../lib/domain/content/content-line.ts';
import { comparedDatabases } from '../../../../../lib/domain/judge/replication/compared-databases.ts';
import { checkInput } from '../../../../fakes/check-run.ts';
import { factsOf } from '../../../../fakes/facts-of.ts';
import { restingDatabase } from '../../../../fakes/fake-contents.ts';
import { NOON } from '../../../../fakes/manual-clock.ts';

async function compared(
  divergence: Parameters<typeof restingDatabase>[0],
  change: (text: string) => string = (text) => text,
) {
  const { primary, replica, pass } = restingDatabase(divergence);
  const lines: ContentLine[] = [];
  await compareContents({
    database: 'orders',
    primary,
    replica,
    clock: { now: () => NOON, sleep: async () => pass() },
    deadline: NOON + 1,
    rowsPerRange: 12,
    emit: (line) => void lines.push(line),
  });
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  const [database] = comparedDatabases(checkInput(), factsOf({}, { 'content.ndjson': change(text) }));
  return database;
}

test.each([
  ['missing', 'missing on the replica'],
  ['different', 'different on the replica'],
] as const)(
  'a row that is %s is named with its table, and the database is missed',
  async (kind, difference) => {
    const keyed = (text: string) => text.replaceAll('"key":null', '"key":"(7)"');
    expect(await compared({ place: 3, kind }, keyed)).toMatchObject({
      id: 'orders',
      rows: { diverged: 1 },
      diverged: [{ table: 'public.orders', row: '(7)', difference }],
      verdict: 'missed',
    });
  },
);

test('a row without a key is named by its place', async () => {
  const database = await compared({ place: 3, kind: 'missing' });
  expect(database?.diverged).toEqual([
    { table: 'public.orders', row: 'at (0,4), without a key', difference: 'missing on the replica' },
  ]);
});
