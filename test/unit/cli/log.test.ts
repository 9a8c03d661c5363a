import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { log, type LogOptions, showLog } from '../../../lib/cli/log.ts';
import { stateDirectory } from '../../../lib/cli/state-directory.ts';
import { base64 } from '../../../lib/domain/bytes.ts';
import { parseInstant } from '../../../lib/domain/instant.ts';
import { parseCheckpoint } from '../../../lib/domain/log/checkpoint.ts';
import { leavesOf, rootAt } from '../../../lib/domain/log/log-text.ts';
import { makeFakeSigner, sha256Bytes } from '../../fakes/fake-signer.ts';
import { makeKeyedWorld } from '../../fakes/keyed-world.ts';
import { endLeaf, keyLeaf, startLeaf } from '../../fakes/log-leaves.ts';
import { makeLogWorld, ORIGIN } from '../../fakes/log-world.ts';

const NOW = '2026-03-01T13:00:00.000000Z';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'muster-log-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function captured() {
  const said: string[] = [];
  const out = new Writable({ write: (chunk, _encoding, done) => (said.push(String(chunk)), done()) });
  return { out, text: () => said.join('') };
}

async function show(
  { objects, signer }: ReturnType<typeof makeLogWorld>,
  options: Partial<LogOptions> & { now?: string } = {},
) {
  const { out, text } = captured();
  const { now = NOW, ...others } = options;
  const place = { objects, origin: ORIGIN, signer, now: parseInstant(now) };
  const code = await showLog(place, { json: false, terminal: { out }, ...others });
  return { code, text: text() };
}

async function world() {
  const made = makeLogWorld();
  await made.append(startLeaf('orders-1'));
  await made.append(endLeaf('orders-1'));
  await made.append(startLeaf('orders-2', { scope: 'real', late: true }));
  await made.append(endLeaf('orders-2', { scope: 'real', start: 2, status: 'aborted', overall: 'missed' }));
  await made.append(startLeaf('orders-3', { kind: 'switchover', scope: 'live' }));
  await made.append(keyLeaf('added', '2026-03-01T12:00:00.000000Z'));
  return made;
}

test('each run stands in a line with its scope, and the checkpoint that was seen at the end', async () => {
  const made = await world();
  const { code, text } = await show(made);
  expect(code).toBe(0);
  const newest = await made.reader.newest();
  expect(text.trimEnd().split('\n')).toEqual([
    'RUN       SCOPE      DRILL       PLAN    STARTED                      ENDED                                        VERDICT',
    'orders-1  REHEARSAL  failover    orders  2026-03-01T12:00:00.000000Z  completed 2026-03-01T12:30:00.000000Z        met',
    'orders-2  real       failover    orders  2026-03-01T12:00:00.000000Z  aborted 2026-03-01T12:30:00.000000Z          missed',
    'orders-3  live       switchover  orders  2026-03-01T12:00:00.000000Z  no end yet (by 2026-03-01T14:00:00.000000Z)',
    'orders-2: its start was logged late',
    '',
    'REHEARSAL: 1 logged: 1 completed, 0 failed, 0 aborted, 0 without an end yet, 0 hidden',
    'real: 1 logged: 0 completed, 0 failed, 1 aborted, 0 without an end yet, 0 hidden',
    'live: 1 logged: 0 completed, 0 failed, 0 aborted, 1 without an end yet, 0 hidden',
    `Key ${'ef'.repeat(32)} added from 2026-03-01T12:00:00.000000Z: as planned`,
    `Checkpoint seen: ${ORIGIN}, 6 entries, root ${base64(newest?.signed.checkpoint.root ?? new Uint8Array())},`,
    `signed by the region's key ${made.signer.own.keyId}.`,
    'Each entry follows the one before it. That nobody else was shown another log, only a checkpoint',
    'shows that was kept: `npx muster verify RUN --log FILE --since CHECKPOINT`.',
  ]);
});

test('a run whose time is over without an end is hidden, and the exit code says so', async () => {
  const { code, text } = await show(await world(), { now: '2026-03-01T15:00:00.000000Z' });
  expect(code).toBe(1);
  expect(text).toMatch(/^orders-3 {2}live .* HIDDEN: no end \(by 2026-03-01T14:00:00\.000000Z\)$/m);
});

test('what was signed with a key that was in other hands is named as doubted, and the rest is listed', async () => {
  const before = makeKeyedWorld();
  await before.append(startLeaf('orders-1'));
  const { keyId, spki } = before.signer.own;
  const made = makeKeyedWorld(before.objects, makeFakeSigner());
  const theft = keyLeaf('revoked', '2026-03-01T12:00:00.000000Z', keyId);
  await made.append({ ...theft, spki: base64(spki), by: 'Ada', reason: 'stolen' });
  const { code, text } = await show(made);
  expect(code).toBe(0);
  expect(text).toContain(`Key ${keyId} revoked from 2026-03-01T12:00:00.000000Z by Ada: stolen\n`);
  expect(text).toContain(
    `DOUBTED: entry 1, start of orders-1, is signed by key ${keyId}, which the log has as revoked then\n`,
  );
  const { doubted } = JSON.parse((await show(made, { json: true })).text);
  expect(doubted).toEqual([0, 1].map((index) => ({ index, keyId, standing: 'revoked' })));
});

test('no name of a run or a plan steers the terminal', async () => {
  const made = makeLogWorld();
  await made.append(startLeaf('evil\u001b[2J', { plan: { name: 'a\u001b[1mb', sha256: 'ab'.repeat(32) } }));
  const { text } = await show(made);
  expect(text).not.toContain('\u001b');
  expect(text).toContain('evil\\u001b[2J');
});

test('a log that is not what was appended to it is not listed', async () => {
  const made = await world();
  const other = makeLogWorld();
  await expect(show({ ...made, signer: other.signer })).rejects.toMatchObject({ name: 'LogBroken' });
});

test('with --json it prints one object', async () => {
  const made = await world();
  const { text } = await show(made, { json: true });
  expect(text.split('\n')).toHaveLength(2);
  expect(JSON.parse(text)).toMatchObject({
    schemaVersion: 1,
    origin: ORIGIN,
    size: 6,
    keyId: made.signer.own.keyId,
    checkpoint: (await made.reader.newest())?.note,
    runs: [
      { run: 'orders-1', scope: 'rehearsal', state: 'completed', overall: 'met' },
      { run: 'orders-2', scope: 'real', state: 'aborted', remarks: ['its start was logged late'] },
      { run: 'orders-3', scope: 'live', state: 'open', overall: null },
    ],
    keys: [{ action: 'added' }],
    exported: [],
  });
});

test('what is exported is what `verify` takes for --log and --since, and is never written over', async () => {
  const made = await world();
  const path = join(root, 'log.ndjson');
  const { text } = await show(made, { export: path });
  expect(text).toContain(`Written: ${path}\nWritten: ${path}.checkpoint\n`);
  const leaves = leavesOf(readFileSync(path, 'utf8'));
  const kept = parseCheckpoint(readFileSync(`${path}.checkpoint`, 'utf8'))?.checkpoint;
  expect(kept).toMatchObject({ origin: ORIGIN, size: 6, root: rootAt(sha256Bytes, leaves, 6) });
  await made.append(endLeaf('orders-3', { scope: 'live', start: 4 }));
  await expect(show(made, { export: path })).rejects.toThrow(
    `${path} is there already, and holds something else: it is not written over; name another file with --export`,
  );
  expect(leavesOf(readFileSync(path, 'utf8'))).toEqual(leaves);
});

test('where only the checkpoint is in the way, the leaves are not written either', async () => {
  const path = join(root, 'log.ndjson');
  writeFileSync(`${path}.checkpoint`, 'mine');
  await expect(show(await world(), { export: path })).rejects.toMatchObject({ name: 'UsageError' });
  expect(readdirSync(root)).toEqual(['log.ndjson.checkpoint']);
});

test('an empty log says that it is empty, and is not exported', async () => {
  expect(await show(makeLogWorld())).toEqual({
    code: 0,
    text: `the log ${ORIGIN} is empty: no run has been logged\n`,
  });
  await expect(show(makeLogWorld(), { export: join(root, 'log.ndjson') })).rejects.toMatchObject({
    name: 'UsageError',
  });
});

test('without a sandbox it says how to start one', async () => {
  const state = stateDirectory({ MUSTER_STATE_DIR: root });
  await expect(log({ json: false, terminal: captured(), state })).rejects.toMatchObject({
    name: 'UsageError',
    message: expect.stringContaining('start one with `npx muster sandbox up`'),
  });
});

test('a legal hold stands below the runs with who said so and why, and is no run', async () => {
  const made = makeLogWorld();
  await made.append(startLeaf('orders-1'));
  await made.append(endLeaf('orders-1'));
  const hold = { schemaVersion: 1, type: 'hold', run: 'orders-1', by: 'Ada', at: NOW } as const;
  await made.append({ ...hold, action: 'placed', number: 1, reason: 'case 17' });
  await made.append({ ...hold, action: 'released', number: 2, reason: 'closed' });
  const { code, text } = await show(made);
  expect(code).toBe(0);
  expect(text).toContain(
    `orders-1: legal hold placed at ${NOW} by Ada: case 17\norders-1: legal hold released at ${NOW} by Ada: closed\n`,
  );
  const json: unknown = JSON.parse((await show(made, { json: true })).text);
  expect(json).toMatchObject({
    runs: [{ run: 'orders-1' }],
    holds: [{ run: 'orders-1', held: false, said: [{ action: 'placed' }, { action: 'released' }] }],
  });
});
