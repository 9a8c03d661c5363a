import {
  DeleteObjectTaggingCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
} from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { openS3 } from './open-s3.ts';

const Bucket = 'here';
const Key = 'tagged';
const s3 = openS3();

const put = (...pairs: [string, string][]) =>
  s3.here.send(
    new PutObjectTaggingCommand({
      Bucket,
      Key,
      Tagging: { TagSet: pairs.map(([tag, value]) => ({ Key: tag, Value: value })) },
    }),
  );
const read = async (VersionId?: string) =>
  (await s3.here.send(new GetObjectTaggingCommand({ Bucket, Key, VersionId }))).TagSet;

test('tags belong to a version, come with it or later, and are counted', async () => {
  const first = await s3.here.send(
    new PutObjectCommand({ Bucket, Key, Body: 'x', Tagging: 'a=1&b=%26%20x' }),
  );
  await s3.here.send(new PutObjectCommand({ Bucket, Key, Body: 'y' }));
  expect(await read()).toEqual([]);
  await put(['c', '']);
  expect(await read()).toEqual([{ Key: 'c', Value: '' }]);
  expect(await read(first.VersionId)).toEqual([
    { Key: 'a', Value: '1' },
    { Key: 'b', Value: '& x' },
  ]);
  const head = () => s3.here.send(new HeadObjectCommand({ Bucket, Key }));
  expect((await head()).TagCount).toBe(1);
  await s3.here.send(new DeleteObjectTaggingCommand({ Bucket, Key }));
  expect((await head()).TagCount).toBeUndefined();
});

test('what S3 refuses of tags is refused in its words', async () => {
  await s3.here.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
  const eleven = Array.from({ length: 11 }, (_, index): [string, string] => [`k${index}`, 'v']);
  await expect(put(...eleven)).rejects.toMatchObject({
    name: 'BadRequest',
    message: 'Object tags cannot be greater than 10',
  });
  await expect(put(['a', '1'], ['a', '2'])).rejects.toMatchObject({
    name: 'InvalidTag',
    message: 'Cannot provide multiple Tags with the same key',
  });
  await expect(put(['a'.repeat(129), ''])).rejects.toMatchObject({
    message: 'The TagKey you have provided is invalid',
  });
  await expect(put(['a', 'v'.repeat(257)])).rejects.toMatchObject({
    message: 'The TagValue you have provided is invalid',
  });
  const none = s3.here.send(new GetObjectTaggingCommand({ Bucket, Key: 'nowhere' }));
  await expect(none).rejects.toMatchObject({ name: 'NoSuchKey' });
});
