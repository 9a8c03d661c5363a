import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { beforeAll, expect, test, vi } from 'vitest';
import { makeS3Buckets } from '../../../lib/aws/s3-buckets.ts';
import { InventoryLine } from '../../../lib/domain/inventory/inventory-line.ts';
import { judgeBuckets } from '../../../lib/domain/judge/buckets/judge-buckets.ts';
import {
  canaryDelay,
  judgeCanaries,
  judgeCanaryRemoval,
} from '../../../lib/domain/judge/buckets/judge-canary.ts';
import { judgeInventories } from '../../../lib/domain/judge/buckets/judge-inventory.ts';
import { OUTCOMES } from '../../../lib/domain/record/outcomes.ts';
import { toSeconds } from '../../../lib/domain/measurement/interval.ts';
import { makeAwaitCanary } from '../../../lib/steps/await-canary.ts';
import { makeCompareInventories } from '../../../lib/steps/compare-inventories.ts';
import { makeInspectBuckets } from '../../../lib/steps/inspect-buckets.ts';
import { makeRemoveCanary } from '../../../lib/steps/remove-canary.ts';
import { makeSendCanary } from '../../../lib/steps/send-canary.ts';
import { joinRaw } from '../../../lib/steps/step/raw-files.ts';
import { makeSystemClock } from '../../../lib/system/system-clock.ts';
import { bucketFacts } from '../../fakes/bucket-facts.ts';
import { bucketEvent } from '../../fakes/bucket-world.ts';
import { runInput } from '../../fakes/run-input.ts';
import { makeStepWorld } from '../../fakes/step-world.ts';
import { HERE, openS3, THERE } from './open-s3.ts';
import { replicateAll } from './replicate-all.ts';

// Long enough that an object which was just put is still on its way while a busy machine lists both sides.
const REPLICATION_MS = 2000;
const KEYS = Array.from({ length: 36 }, (_, index) => `documents/${String(index).padStart(3, '0')}.txt`);
const PAIR = { id: 'documents', primary: 'here', replica: 'there' };
const SITES = {
  primary: { name: 'here', region: HERE, bucket: 'here' },
  recovery: { name: 'there', region: THERE, bucket: 'there' },
};

const s3 = openS3({ replicationMs: REPLICATION_MS });
const clock = makeSystemClock();
const buckets = makeS3Buckets({
  clientOf: (region) => (region === HERE ? s3.here : s3.there),
  now: () => clock.now(),
});
const world = { ...makeStepWorld(), clock, buckets };

function event(state: string, outcomes: object = {}) {
  return bucketEvent(state, outcomes, { sites: SITES, buckets: [PAIR], databases: runInput().databases });
}

async function inventory() {
  await makeCompareInventories(world)(event('CompareInventories'));
  const text = await joinRaw(world.objects, 'run-1', 'inventory.ndjson');
  return (text ?? '')
    .trimEnd()
    .split('\n')
    .map((line) => InventoryLine.parse(JSON.parse(line)));
}

const replicated = async () => {
  const heads = await Promise.all(KEYS.map((key) => buckets.head({ region: HERE, bucket: 'here', key })));
  return heads.filter((head) => head?.replicationStatus === 'COMPLETED').length;
};

beforeAll(async () => {
  await replicateAll(s3.here, 'Enabled');
  for (const Key of KEYS)
    await s3.here.send(new PutObjectCommand({ Bucket: 'here', Key, Body: `content of ${Key}` }));
  await vi.waitUntil(async () => (await replicated()) === KEYS.length, { timeout: 90_000 });
});

test('settings and numbers of both sides', async () => {
  const { outcome } = await makeInspectBuckets(world)(event('InspectBuckets'));
  const InspectBuckets = OUTCOMES.InspectBuckets.parse(outcome);
  const bytes = KEYS.reduce((sum, key) => sum + `content of ${key}`.length, 0);
  const contents = { objects: KEYS.length, bytes, deleteMarkers: 0, complete: true };
  expect(InspectBuckets.buckets).toMatchObject([
    { primary: { region: HERE, contents }, replica: { region: THERE, contents } },
  ]);
  expect(judgeBuckets([PAIR], bucketFacts({ InspectBuckets }))[0]?.verdict).toBe('met');
});

test('a canary takes as long as replication takes, within the looks at it, and is gone in the end', async () => {
  const sent = OUTCOMES.SendCanary.parse((await makeSendCanary(world)(event('SendCanary'))).outcome);
  const { outcome } = await makeAwaitCanary(world)(event('AwaitCanary', { SendCanary: sent }));
  const seen = OUTCOMES.AwaitCanary.parse(outcome);
  const removal = await makeRemoveCanary(world)(event('RemoveCanary'));
  const facts = bucketFacts({
    SendCanary: sent,
    AwaitCanary: seen,
    RemoveCanary: OUTCOMES.RemoveCanary.parse(removal.outcome),
  });
  const [canary, sighting] = [sent.canaries[0], seen.canaries[0]];
  const delay = canary && sighting && canaryDelay(canary, sighting);
  // The replicator looks up to 20 ms late, and requests take their time.
  expect(toSeconds(delay?.low ?? 0)).toBeLessThan((REPLICATION_MS + 200) / 1000);
  expect(toSeconds(delay?.high ?? 0)).toBeGreaterThan(REPLICATION_MS / 1000);
  expect(sighting).toMatchObject({
    sourceStatus: 'COMPLETED',
    replica: { checksum: { algorithm: 'SHA256' } },
  });
  const limits = { timeoutSeconds: 60, rpoSeconds: 30 };
  expect(judgeCanaries([PAIR], facts, limits)).toMatchObject([{ verdict: 'met' }]);
  expect(judgeCanaries([PAIR], facts, { ...limits, rpoSeconds: 0.05 })).toMatchObject([
    { verdict: 'missed' },
  ]);
  expect(judgeCanaryRemoval([PAIR], facts)).toMatchObject([{ verdict: 'met' }]);
});

test('what was deleted, replaced and added on the replica is named, and nothing else', async () => {
  const [deleted, replaced] = [KEYS[3] ?? '', KEYS[20] ?? ''];
  expect(judgeInventories([PAIR], await inventory(), 30)).toMatchObject([{ verdict: 'met' }]);
  await s3.there.send(new DeleteObjectCommand({ Bucket: 'there', Key: deleted }));
  const Body = `CONTENT of ${replaced}`;
  await s3.there.send(new PutObjectCommand({ Bucket: 'there', Key: replaced, Body }));
  await s3.there.send(new PutObjectCommand({ Bucket: 'there', Key: 'stranger', Body: 'x' }));
  await s3.here.send(new PutObjectCommand({ Bucket: 'here', Key: 'young', Body: 'x' }));
  world.objects = makeStepWorld().objects;
  const lines = await inventory();
  const named = lines.flatMap((line) => ('key' in line ? [[line.line, line.key, line.differs]] : []));
  expect(named).toEqual([
    ['missing', deleted, []],
    ['different', replaced, ['checksum']],
    ['extra', 'stranger', []],
    ['on-its-way', 'young', []],
  ]);
  expect(lines.at(-1)).toMatchObject({ line: 'end', counts: { same: KEYS.length - 2 } });
  expect(judgeInventories([PAIR], lines, 30)).toEqual([
    {
      bucket: 'documents',
      verdict: 'missed',
      reason: `documents: 1 object not on the replica: "${deleted}"; documents: 1 object different on the replica: "${replaced}"; documents: 1 object on the replica only: "stranger"`,
    },
  ]);
});
