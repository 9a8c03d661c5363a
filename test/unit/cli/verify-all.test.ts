import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runsBelow } from '../../../lib/cli/runs-below.ts';
import { verifyAll } from '../../../lib/cli/verify-all.ts';
import { oneByOne } from '../../../lib/cli/verify-each.ts';
import type { Verifier } from '../../../lib/domain/verify/verifier.ts';
import { parseInstant } from '../../../lib/domain/instant.ts';
import { logText } from '../../../lib/domain/log/log-text.ts';
import { leavesOf } from '../../../lib/domain/log/log-text.ts';
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

async function all(changed: Partial<Verifier> = {}, { json = false, now = EARLY } = {}) {
  const below = await runsBelow(root);
  if (!below) throw new RangeError('no folder of runs');
  const stdout = new PassThrough();
  const verifier = makeVerifier([signed.world], changed);
  const code = await verifyAll(oneByOne(verifier), below, {
    json,
    now,
    stdout,
    log: verifier.log,
    signedSize: verifier.since?.checkpoint.size ?? 0,
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
  expect((await all({ log: await log() })).lines.slice(2)).toEqual([
    '2 verified, 0 not.',
    `There more than once: ${RUN}`,
  ]);
  rmSync(join(root, 'copy'), { recursive: true });
  writeFileSync(join(root, 'first', 'plan.yaml'), 'x');
  expect((await all({ log: await log() })).lines).toContain(`In the log, and not verified here: ${RUN}`);
});

test('runs that the log knows and nobody shows are a code of their own, those that never ended among them', async () => {
  const log = leavesOf(logText(await signed.world.reader.entries()));
  expect((await all({ log })).code).toBe(0);
  expect(await all({ log }, { now: LATE })).toMatchObject({
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
  expect(await all({ log: leavesOf(logText(await signed.world.reader.entries())) })).toMatchObject({
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
  const { code, lines } = await all({ log: leavesOf(logText(await reader.entries())) });
  expect(code).toBe(0);
  expect(lines).toContain(`Under a legal hold, as the log says: ${RUN}`);
});

test('with --json each run is an object, and the last one sums up', async () => {
  const { code, lines } = await all({}, { json: true });
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
