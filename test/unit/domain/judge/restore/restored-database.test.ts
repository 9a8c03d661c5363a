import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { formatInstant } from '../../../../../lib/domain/instant.ts';
import { readLines } from '../../../../../lib/domain/judge/read-lines.ts';
import { restoredDatabases } from '../../../../../lib/domain/judge/restore/restored-database.ts';
import { BackupManifest } from '../../../../../lib/domain/manifest/backup-manifest.ts';
import { copyDifferences } from '../../../../../lib/domain/manifest/copy-differences.ts';
import { copyGaps } from '../../../../../lib/domain/manifest/copy-gaps.ts';
import { CopyLine } from '../../../../../lib/domain/manifest/copy-line.ts';
import type { VerifiedDatabase } from '../../../../../lib/domain/record/restore-outcomes.ts';
import { factsOf } from '../../../../fakes/facts-of.ts';
import { MARKED, VERIFIED } from '../../../../fakes/restored-database.ts';
import { ORDERS } from '../../../../fakes/run-input.ts';
import { backupPoint, momentPoint, restoreInput } from '../../../../fakes/restore-run.ts';

const GOLDEN = fileURLToPath(new URL('../../../../fixtures/golden/v1-restore/', import.meta.url));
const read = (name: string) => ({ name, text: readFileSync(`${GOLDEN}${name}`, 'utf8') });
const manifests = readLines({ ...read('manifest.ndjson'), schema: BackupManifest }).lines;
const lines = readLines({ ...read('copy.ndjson'), schema: CopyLine }).lines;
const INPUT = restoreInput({ databases: [{ ...ORDERS, id: 'orders-db' }] });

const own = <T extends { id: string }>(one: T): T => ({ ...one, id: 'orders-db' });

/** A real backup's manifest and what a real copy of it held, as it was or otherwise. */
function fromBackup(copied: readonly CopyLine[], verified: Partial<VerifiedDatabase> = {}) {
  const facts = factsOf({
    ChooseRecoveryPoint: { databases: [own(backupPoint())] },
    VerifyRestored: { databases: [own({ ...VERIFIED, ...verified })] },
  });
  const [database] = restoredDatabases(INPUT, facts, { manifests, lines: copied });
  const { copy = null, reach = null } = database ?? {};
  return { copy, reach: reach && [formatInstant(reach.low), formatInstant(reach.high)] };
}

const [before, after] = [manifests[0]?.before.at ?? '', manifests[0]?.after.at ?? ''];
const other = (line: CopyLine): CopyLine =>
  line.line === 'copy-range' && 'rows' in line.copy && line.copy.rows > 0
    ? { ...line, copy: { ...line.copy, digest: 'f'.repeat(64) } }
    : line;

test('a copy that is whole reaches to a moment between both looks at its source', () => {
  const { copy, reach } = fromBackup(lines);
  expect(copy).toMatchObject({ rows: 8_000, proven: 8_000, problems: [] });
  expect(reach).toEqual([before, after]);
});

test('a heartbeat on the copy says more exactly from when on, and never more than the looks allow', () => {
  const within = formatInstant(Math.round((Date.parse(before) + Date.parse(after)) / 2) * 1000);
  expect(fromBackup(lines, { newestHeartbeat: within }).reach).toEqual([within, after]);
  expect(fromBackup(lines, { newestHeartbeat: '2020-01-01T00:00:00.000000Z' }).reach).toEqual([
    before,
    after,
  ]);
  expect(fromBackup(lines, { newestHeartbeat: '2040-01-01T00:00:00.000000Z' }).reach).toEqual([after, after]);
});

test('a copy of which a range is another one reaches no moment', () => {
  const [first = -1] = lines.flatMap((line, index) => (other(line) === line ? [] : [index]));
  const { copy, reach } = fromBackup(lines.map((line, index) => (index === first ? other(line) : line)));
  expect(copy?.problems).toEqual([]);
  expect(copy && copyDifferences(copy)).toEqual([
    expect.stringMatching(
      /^sandbox_shop\.customers: a range place, \d+ rows of another digest, where \d+ were$/,
    ),
  ]);
  expect(reach).toBeNull();
});

test('nor does one of which a single range could not be read, whatever the others hold', () => {
  const index = lines.findIndex((line) => other(line) !== line);
  const line = lines[index];
  if (line?.line !== 'copy-range') throw new Error('the golden copy has no range with rows');
  const unread = { ...line, copy: { unread: 'invalid page in block 3', again: false } };
  const { copy, reach } = fromBackup(lines.with(index, unread));
  expect(copy?.proven).toBeGreaterThan(0);
  expect(copy && copyGaps(copy)).toEqual([
    'sandbox_shop.customers: the copy could not be read: invalid page in block 3',
  ]);
  expect(reach).toBeNull();
});

test('nor does one that was not compared to its end, or not at all', () => {
  expect(fromBackup(lines.slice(0, -1)).reach).toBeNull();
  expect(fromBackup([]).reach).toBeNull();
});

test('a moment lies between the rows that mark it, where the copy has the one and not the other', () => {
  const reachOf = (markers: VerifiedDatabase['markers'], marked = MARKED) => {
    const facts = factsOf({
      ChooseRecoveryPoint: { databases: [own(momentPoint(null))] },
      WriteMarkers: { databases: [own(marked)] },
      VerifyRestored: { databases: [own({ ...VERIFIED, markers })] },
    });
    const reach = restoredDatabases(INPUT, facts, { manifests: [], lines: [] })[0]?.reach;
    return reach && [formatInstant(reach.low), formatInstant(reach.high)];
  };
  expect(reachOf({ before: true, after: false })).toEqual([MARKED.before?.sent, MARKED.after.sent]);
  expect(reachOf({ before: true, after: true })).toBeNull();
  expect(reachOf({ before: false, after: false })).toBeNull();
  expect(reachOf({ before: null, after: false }, { ...MARKED, before: null })).toBeNull();
  expect(reachOf(null)).toBeNull();
});
