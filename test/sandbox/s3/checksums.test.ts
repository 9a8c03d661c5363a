import { HeadObjectCommand, PutObjectCommand, type ChecksumAlgorithm } from '@aws-sdk/client-s3';
import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { digestOf, findAlgorithm } from '../../../lib/sandbox/s3/checksums/algorithms.ts';
import { openS3 } from './open-s3.ts';

const Bucket = 'plain';
const Key = 'checked';
const s3 = openS3();
const bytes = randomBytes(100_000);

const ALGORITHMS = [
  'CRC32',
  'CRC32C',
  'CRC64NVME',
  'SHA1',
  'SHA256',
] as const satisfies readonly ChecksumAlgorithm[];

test.each(ALGORITHMS)(
  '%s is verified in a header and kept, and one that does not match is refused',
  async (algorithm) => {
    const member = `Checksum${algorithm}`;
    const digest = digestOf(findAlgorithm(algorithm) ?? 'crc32', bytes);
    await s3.here.send(
      new PutObjectCommand({ Bucket, Key, Body: bytes, [member]: digest.toString('base64') }),
    );
    const head = await s3.here.send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }));
    expect(head).toMatchObject({ [member]: digest.toString('base64'), ChecksumType: 'FULL_OBJECT' });
    const wrong = Buffer.from(digest).fill(1).toString('base64');
    await expect(
      s3.here.send(new PutObjectCommand({ Bucket, Key, Body: bytes, [member]: wrong })),
    ).rejects.toMatchObject({
      name: 'BadDigest',
      message: `The ${algorithm} you specified did not match the calculated checksum.`,
    });
  },
);

test.each(['CRC32', 'CRC32C', 'SHA1'] as const)('%s is verified in a trailer', async (ChecksumAlgorithm) => {
  const put = await s3.here.send(
    new PutObjectCommand({
      Bucket,
      Key,
      Body: Readable.from([bytes]),
      ContentLength: bytes.length,
      ChecksumAlgorithm,
    }),
  );
  const digest = digestOf(findAlgorithm(ChecksumAlgorithm) ?? 'crc32', bytes);
  expect(put).toMatchObject({ [`Checksum${ChecksumAlgorithm}`]: digest.toString('base64') });
});

test('Content-MD5 is verified', async () => {
  const md5 = createHash('md5').update(bytes).digest('base64');
  await s3.here.send(new PutObjectCommand({ Bucket, Key, Body: bytes, ContentMD5: md5 }));
  const put = (ContentMD5: string) =>
    s3.here.send(new PutObjectCommand({ Bucket, Key, Body: bytes, ContentMD5 }));
  await expect(put(createHash('md5').digest('base64'))).rejects.toMatchObject({
    name: 'BadDigest',
    message: 'The Content-MD5 you specified did not match the calculated checksum.',
  });
  await expect(put('c2hvcnQ=')).rejects.toMatchObject({
    name: 'InvalidDigest',
    message: 'The Content-MD5 you specified was invalid.',
  });
});

test('more than one checksum is refused', async () => {
  const both = s3.here.send(
    new PutObjectCommand({
      Bucket,
      Key,
      Body: bytes,
      ChecksumSHA1: digestOf('sha1', bytes).toString('base64'),
      ChecksumSHA256: digestOf('sha256', bytes).toString('base64'),
    }),
  );
  await expect(both).rejects.toMatchObject({ name: 'InvalidRequest' });
});
