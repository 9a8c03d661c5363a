import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { addKey, endKey, type KeyEnd, showKeys } from '../../../lib/cli/keys.ts';
import { type KeyPlace, regionOf } from '../../../lib/cli/key-place.ts';
import { loadPlan } from '../../../lib/cli/load-plan.ts';
import { parseInstant } from '../../../lib/domain/instant.ts';
import { makeFakeSigner } from '../../fakes/fake-signer.ts';
import { makeKeyedWorld } from '../../fakes/keyed-world.ts';
import { startLeaf } from '../../fakes/log-leaves.ts';
import { ORIGIN } from '../../fakes/log-world.ts';

const NOON = '2026-03-01T12:00:00.000000Z';
const NOW = '2026-03-01T13:00:00.000000Z';

type World = ReturnType<typeof makeKeyedWorld>;

function placeOf({ reader, signer, append, logKey }: World): KeyPlace {
  const log = { append, logKey };
  const called = (name: string) => name;
  const account = { endpoint: 'http://127.0.0.1:1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } };
  const place = { origin: ORIGIN, region: 'eu-west-1', bucket: 'muster-orders-eu-west-1', account };
  return { ...place, signer, reader, log, called, now: parseInstant(NOW) };
}

async function said(call: (terminal: { out: Writable }) => Promise<number>): Promise<string> {
  let text = '';
  const out = new Writable({ write: (chunk, _encoding, done) => ((text += String(chunk)), done()) });
  expect(await call({ out })).toBe(0);
  return text;
}

const list = (world: World, json = false) => said((terminal) => showKeys(placeOf(world), terminal, { json }));
const end = (world: World, changed: Partial<KeyEnd> = {}) =>
  said((terminal) =>
    endKey(placeOf(world), terminal, {
      action: 'revoked',
      key: '',
      reason: 'left in a taxi',
      by: 'Ada',
      ...changed,
    }),
  );

/** A log that one key began, and the region with the next. */
async function rotated() {
  const before = makeKeyedWorld();
  await before.append(startLeaf('one'));
  const world = makeKeyedWorld(before.objects, makeFakeSigner());
  return { world, old: before.signer.own.keyId, now: world.signer.own.keyId };
}

test('the list has each key with what was said of it, and which signs now', async () => {
  const { world, old, now } = await rotated();
  expect(await list(world)).toBe(
    `Log ${ORIGIN}\nKey ${old}: held\n  added from ${NOON}: it signs for this log\n` +
      `Key ${now}: signs now, and the log does not know it yet (\`npx muster keys add\`)\n`,
  );
  const added = `added from ${NOW}: it signs for this log\n`;
  expect(await said((terminal) => addKey(placeOf(world), terminal))).toBe(
    `Entry 2 of the log ${ORIGIN}: key ${now} ${added}`,
  );
  await end(world, { key: old.slice(0, 8), from: '2026-03-01T12:30' });
  expect(await list(world)).toBe(
    `Log ${ORIGIN}\nKey ${old}: revoked\n  added from ${NOON}: it signs for this log\n` +
      '  revoked from 2026-03-01T12:30:00.000000Z by Ada: left in a taxi\n' +
      `Key ${now}: held, and signs now\n  ${added}`,
  );
  expect(JSON.parse(await list(world, true))).toMatchObject({
    schemaVersion: 1,
    origin: ORIGIN,
    signsNow: now,
    keys: [
      { keyId: old, standing: 'revoked', said: [{ action: 'added' }, { action: 'revoked', by: 'Ada' }] },
      { keyId: now, standing: 'held' },
    ],
  });
});

test('an end is appended by the key that signs now, which the log is told of first', async () => {
  const { world, old, now } = await rotated();
  expect(await end(world, { key: old, action: 'expired' })).toBe(
    `Entry 3 of the log ${ORIGIN}: key ${old} expired from ${NOW} by Ada: left in a taxi\n`,
  );
  expect((await world.reader.entries()).slice(2).map(({ leaf }) => leaf)).toMatchObject([
    { action: 'added', keyId: now },
    { action: 'expired', keyId: old, at: NOW, by: 'Ada' },
  ]);
});

test('whoever ends the key that signs now is told what that means', async () => {
  const world = makeKeyedWorld();
  await world.append(startLeaf('one'));
  expect(await end(world, { key: world.signer.own.keyId })).toContain(
    'It is the key that eu-west-1 signs with: what it signs from then on does not count.\n',
  );
});

test('a key ends once in each way, and what was said stands', async () => {
  const { world, old } = await rotated();
  await end(world, { key: old });
  await expect(end(world, { key: old, from: '2026-03-01T12:00' })).rejects.toThrow(
    `the log says of key ${old} already: revoked from ${NOW} by Ada: left in a taxi; that is said once`,
  );
});

test.each([
  [
    'a key that the log does not know',
    { key: 'xyz' },
    /^xyz names no key of the log .*; it has [0-9a-f]{64}$/,
  ],
  [
    'an expiry in the past',
    { action: 'expired', from: '2026-03-01T12:59' },
    /^--from 2026-03-01T12:59 is over: what the key signed since counts/,
  ],
  ['a revocation in advance', { from: '2026-03-01T13:01' }, /^--from 2026-03-01T13:01 is not yet/],
  ['a moment that is none', { from: 'soon' }, /^--from soon is no time/],
  ['no reason', { reason: ' ' }, /^--reason " ": expected one line/],
  ['nobody', { by: '' }, /^--as "": expected one line/],
] as const)('%s is a mistake of the caller', async (_what, changed, message) => {
  const { world, old } = await rotated();
  await expect(end(world, { key: old, ...changed })).rejects.toMatchObject({
    name: 'UsageError',
    message: expect.stringMatching(message),
  });
  await expect(world.reader.entries()).resolves.toHaveLength(2);
});

test('a region is one of the plan’s two, by default that of the recovery site', async () => {
  const { plan } = await loadPlan('drills/plans/orders.yaml');
  const { primary, recovery } = plan.sites;
  expect(regionOf(plan)).toBe(recovery.region);
  expect(regionOf(plan, primary.region)).toBe(primary.region);
  expect(() => regionOf(plan, 'mars-1')).toThrow(
    `--region mars-1: the plan has ${recovery.region} and ${primary.region}`,
  );
});
