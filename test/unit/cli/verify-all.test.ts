import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runsBelow } from '../../../lib/cli/runs-below.ts';
import { verifyAll } from '../../../lib/cli/verify-all.ts';
import { oneByOne } from '../../../lib/cli/verify-each.ts';
import { parseInstant } from '../../../lib/domain/instant.ts';
import { logText } from '../../../lib/domain/log/log-text.ts';
import { leavesOf } from '../../../lib/domain/log/log-text.ts';
import { startLeaf } from '../../fakes/log-leaves.ts';
import { makeLogWorld } from '../../fakes/log-world.ts';
import { goldenRun, makeVerifier, signTexts, withJudgement } from '../../fakes/signed-run.ts';
import { writeRun } from '../../fakes/run-folder.ts';

const RUN = 'orders-20261121-132555-1a79';
const EARLY = parseInstant('2026-01-01T00:00:00.000000Z');
const LATE = parseInstant('2036-01-01T00:00:00.000000Z');
let root: string;
let signed: Awaited<ReturnType<typeof signTexts>>;
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'muster-verify-all-'));
  const { 'record.ndjson': record = '', ...files } = goldenRun('v1-drill');
  const raw = Object.entries(files).filter(([name]) => !/^(?:report-|judgement)/.test(name));
  signed = await signTexts(withJudgement({ 'record.ndjson': record, ...Object.fromEntries(raw) }));
  writeRun(join(root, 'first'), signed.contents);
});
afterEach(() => rmSync(root, { recursive: true }));

async function all(
  logs: readonly (readonly string[])[] = [],
  { json = false, now = EARLY, worlds = [signed.world] } = {},
) {
  const below = await runsBelow(root);
  if (!below) throw new RangeError('no folder of runs');
  const stdout = new PassThrough();
  const verifier = { ...makeVerifier(worlds), since: [], cosigned: [], logs };
  const code = await verifyAll(oneByOne(verifier), below, {
    json,
    now,
    stdout,
    logs: logs.map((leaves, index) => ({ name: `--log ${index}`, leaves, signedSize: 0 })),
  });
  return { code, lines: String(stdout.read()).trimEnd().split('\n') };
}

test('a folder of runs is verified, a line each, and what is no run is named', async () => {
  mkdirSync(join(root, 'minutes'));
  writeFileSync(join(root, 'index.html'), 'x');
  expect(await all()).toEqual({
    code: 0,
    lines: [
      `${join(root, 'first')} verified: failover, scope rehearsal, overall met, grade self-asserted`,
      '1 verified, 0 not.',
      'No runs, and not looked at: index.html, minutes',
    ],
  });
});

test('one that does not hold gives the code, with what weighs most in its line; the others are verified all the same', async () => {
  writeRun(join(root, 'second'), signed.contents);
  writeFileSync(join(root, 'second', 'ledger.ndjson'), 'x');
  writeRun(join(root, 'third'), signed.contents);
  rmSync(join(root, 'third', 'evidence'), { recursive: true });
  const { code, lines } = await all();
  expect(code).toBe(10);
  expect(lines[1]).toMatch(
    /second NOT VERIFIED: 10 bytes-changed: ledger\.ndjson has SHA-256 .* \(and \d more\)$/,
  );
  expect(lines[2]).toMatch(/third NOT VERIFIED: 13 file-missing: evidence\/drill\.sigstore\.json /);
  expect(lines.slice(3)).toEqual(['1 verified, 2 not.', '  10 bytes-changed: 1', '  13 file-missing: 1']);
});

test('a copy counts for nothing more, and a run of the log that is not there is named', async () => {
  const log = async () => leavesOf(logText(await signed.world.reader.entries()));
  writeRun(join(root, 'copy'), signed.contents);
  expect((await all([await log()])).lines.slice(2)).toEqual([
    '2 verified, 0 not.',
    `There more than once: ${RUN}`,
  ]);
  rmSync(join(root, 'copy'), { recursive: true });
  writeFileSync(join(root, 'first', 'plan.yaml'), 'x');
  expect((await all([await log()])).lines).toContain(`In the log, and not verified here: ${RUN}`);
});

test('runs that the log knows and nobody shows are a code of their own, those that never ended among them', async () => {
  const log = leavesOf(logText(await signed.world.reader.entries()));
  expect((await all([log])).code).toBe(0);
  expect(await all([log], { now: LATE })).toMatchObject({
    code: 22,
    lines: [
      expect.stringContaining('verified: failover'),
      '1 verified, 0 not.',
      'Begun by the log, and never ended: before, beside, behind',
    ],
  });
  rmSync(join(root, 'first'), { recursive: true });
  const other = await signTexts(withJudgement(goldenRun('v1-backup')), { world: signed.world });
  writeRun(join(root, 'other'), other.contents);
  expect(await all([leavesOf(logText(await signed.world.reader.entries()))])).toMatchObject({
    code: 22,
  });
});

test('runs that the log has under a legal hold are named, until it is released', async () => {
  const { append, reader } = signed.world;
  const hold = { schemaVersion: 1, type: 'hold', reason: 'case 17', by: 'Ada' } as const;
  const at = '2026-12-01T12:00:00.000000Z';
  await append({ ...hold, action: 'placed', run: RUN, number: 1, at });
  await append({ ...hold, action: 'placed', run: 'other', number: 1, at });
  await append({ ...hold, action: 'released', run: 'other', number: 2, at });
  const { code, lines } = await all([leavesOf(logText(await reader.entries()))]);
  expect(code).toBe(0);
  expect(lines).toContain(`Under a legal hold, as the log says: ${RUN}`);
});

test('runs of two regions are held against two logs, and what is missing of either is named', async () => {
  const world = makeLogWorld({ origin: 'muster/eu-central-1/muster-orders-eu-central-1' });
  const other = await signTexts(withJudgement(goldenRun('v1-switchover')), { world });
  writeRun(join(root, 'other'), other.contents);
  const worlds = [signed.world, world];
  const leaves = async () =>
    Promise.all(worlds.map(async ({ reader }) => leavesOf(logText(await reader.entries()))));
  const { code, lines } = await all(await leaves(), { worlds });
  expect([code, lines.slice(2)]).toEqual([0, ['2 verified, 0 not.']]);
  await world.append(startLeaf('later'));
  expect((await all(await leaves(), { worlds })).lines.at(-1)).toMatch(
    /^Note: --log 1: leaf 5 stands behind every checkpoint that was given/,
  );
  expect(await all((await leaves()).slice(0, 1), { worlds })).toMatchObject({ code: 16 });
  rmSync(join(root, 'other'), { recursive: true });
  expect(await all(await leaves(), { worlds })).toMatchObject({
    code: 22,
    lines: expect.arrayContaining([`In the log, and not verified here: ${other.predicate.run}`]),
  });
});

test('with --json each run is an object, and the last one sums up', async () => {
  const { code, lines } = await all([], { json: true });
  expect(code).toBe(0);
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { run: RUN, verified: true },
    {
      schemaVersion: 1,
      summary: { verified: 1, failed: {}, absent: [], hidden: [], repeated: [], others: [] },
    },
  ]);
});

test('a run is no folder of runs, and neither is a folder without one', async () => {
  expect(await runsBelow(join(root, 'first'))).toBeNull();
  expect(await runsBelow(join(root, 'first', 'evidence'))).toBeNull();
  expect(await runsBelow(join(root, 'nowhere'))).toBeNull();
});
