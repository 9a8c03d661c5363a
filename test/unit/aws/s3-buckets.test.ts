import { S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { makeS3Buckets } from '../../../lib/aws/s3-buckets.ts';
import type { ListedObject } from '../../../lib/domain/inventory/listed-object.ts';
import { NOON } from '../../fakes/manual-clock.ts';
import { answering, sdkError, sending } from '../../fakes/sdk-client.ts';

const REF = { region: 'eu-west-1', bucket: 'documents' };
const OBJECT = { ...REF, key: 'a' };
const AT = new Date('2026-03-01T11:59:59.000Z');
const refused = (name: string, message?: string) =>
  Object.assign(sdkError(name, message), { $fault: 'client' });

function makeBuckets(...answers: readonly unknown[]) {
  const { asked, send } = answering(...answers);
  const clientOf = (region: string) => sending(new S3Client({ region }), send);
  return { asked, buckets: makeS3Buckets({ clientOf, now: () => NOON }) };
}

async function listed(pages: AsyncIterable<readonly ListedObject[]>) {
  const found: ListedObject[] = [];
  for await (const page of pages) found.push(...page);
  return found;
}

const entry = (Key: string, IsLatest = true) => ({
  Key,
  IsLatest,
  VersionId: `v-${Key}`,
  ETag: '"e"',
  Size: 3,
  LastModified: AT,
});

describe('buckets of S3', () => {
  it('are listed page by page, keys encoded, current versions and markers in one order', async () => {
    const { asked, buckets } = makeBuckets(
      {
        Versions: [entry('a+b'), entry('a+b', false), entry('c%2B')],
        DeleteMarkers: [entry('b')],
        IsTruncated: true,
        NextKeyMarker: 'c%2B',
        NextVersionIdMarker: 'v-c',
      },
      sdkError('SlowDown'),
      { Versions: [entry('d')] },
    );
    const found = await listed(buckets.objects(REF, 'Z z'));
    expect(found.map(({ key, deleteMarker }) => [key, deleteMarker])).toEqual([
      ['a b', false],
      ['b', true],
      ['c+', false],
      ['d', false],
    ]);
    expect(found[0]).toMatchObject({ versionId: 'v-a+b', size: 3, etag: '"e"', lastModified: NOON - 1e6 });
    const wanted = { Bucket: 'documents', EncodingType: 'url' };
    const next = { ...wanted, KeyMarker: 'c+', VersionIdMarker: 'v-c' };
    expect(asked.map(({ input }) => input)).toEqual([{ ...wanted, KeyMarker: 'Z z' }, next, next]);
  });

  it.each([
    [
      'a strong checksum of the whole',
      { ChecksumCRC32: 'c', ChecksumSHA256: 's', ChecksumType: 'FULL_OBJECT', ReplicationStatus: 'COMPLETE' },
      { checksum: { algorithm: 'SHA256', value: 's', ofParts: false }, replicationStatus: 'COMPLETED' },
    ],
    [
      'a checksum of parts',
      { ChecksumCRC32C: 'c-3', ChecksumType: 'COMPOSITE', ReplicationStatus: 'REPLICA' },
      { checksum: { algorithm: 'CRC32C', value: 'c-3', ofParts: true }, replicationStatus: 'REPLICA' },
    ],
    ['a key of KMS', { ServerSideEncryption: 'aws:kms' }, { checksum: null, etagIsOpaque: true }],
    ["a client's key", { SSECustomerAlgorithm: 'AES256' }, { etagIsOpaque: true }],
    ['a key of S3', { ServerSideEncryption: 'AES256' }, { replicationStatus: null, etagIsOpaque: false }],
  ])('say of an object: %s', async (_what, head, expected) => {
    const answer = { VersionId: 'v1', ContentLength: 3, ETag: '"e"', LastModified: AT, ...head };
    await expect(makeBuckets(answer).buckets.head(OBJECT)).resolves.toMatchObject({
      key: 'a',
      versionId: 'v1',
      lastModified: NOON - 1e6,
      ...expected,
    });
  });

  it.each([
    ['of the first version, which copies markers', { Prefix: 'a/' }, ['a/', false, true]],
    ['for everything', { Filter: { Prefix: '' } }, ['', false, false]],
    ['by tag', { Filter: { And: { Prefix: 'b/', Tags: [{ Key: 'k', Value: 'v' }] } } }, ['b/', true, false]],
  ])('have a rule %s', async (_what, rule, [prefix, byTags, copiesDeleteMarkers]) => {
    const Destination = { Bucket: 'arn:aws:s3:::documents-west' };
    const { buckets } = makeBuckets(
      { Status: 'Suspended' },
      { ReplicationConfiguration: { Rules: [{ ID: 'r', Status: 'Disabled', Destination, ...rule }] } },
    );
    await expect(buckets.settings(REF)).resolves.toEqual({
      versioning: 'suspended',
      rules: [
        { id: 'r', enabled: false, destination: 'documents-west', prefix, byTags, copiesDeleteMarkers },
      ],
    });
  });

  it('take a canary with a checksum and the mark of its run', async () => {
    const { asked, buckets } = makeBuckets({ VersionId: 'v1', ChecksumSHA256: 's' });
    const order = { ...OBJECT, run: 'run-1', text: 'ä' };
    await expect(buckets.putCanary(order)).resolves.toMatchObject({ versionId: 'v1', size: 2 });
    expect(asked[0]?.input).toMatchObject({ ChecksumAlgorithm: 'SHA256', Tagging: 'muster%3Arun=run-1' });
  });

  it('lose each version of one key, and say what is left all the same', async () => {
    const page = { Versions: [entry('a'), entry('ab')], DeleteMarkers: [entry('a')] };
    const { asked, buckets } = makeBuckets(page, {}, {}, { Versions: [entry('a'), entry('ab')] });
    await expect(buckets.removeVersions(OBJECT)).resolves.toEqual({ removed: 2, left: 1 });
    expect(asked.filter(({ command }) => command === 'DeleteObjectCommand')).toMatchObject([
      { input: { Key: 'a', VersionId: 'v-a' } },
      { input: { Key: 'a', VersionId: 'v-a' } },
    ]);
  });

  it('are missing, refuse or cannot be reached', async () => {
    const settings = (error: Error) => makeBuckets(error, error).buckets.settings(REF);
    await expect(settings(refused('NoSuchBucket'))).rejects.toMatchObject({
      name: 'BucketMissing',
      message: 's3://documents in eu-west-1: saw no such bucket; expected the bucket of the plan',
    });
    await expect(settings(refused('AccessDenied', 'no right'))).rejects.toMatchObject({
      name: 'BucketRefused',
      seen: 'AccessDenied: no right',
    });
    await expect(settings(sdkError('TimeoutError'))).rejects.toMatchObject({ name: 'RegionUnreachable' });
    await expect(makeBuckets(refused('NotFound')).buckets.head(OBJECT)).resolves.toBeNull();
  });
});
