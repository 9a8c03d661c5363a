import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetBucketLocationCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type BucketLocationConstraint,
} from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { HERE, openS3, THERE } from './open-s3.ts';

const s3 = openS3();

const create = (Bucket: string, LocationConstraint?: BucketLocationConstraint) =>
  s3.here.send(
    new CreateBucketCommand({
      Bucket,
      CreateBucketConfiguration: LocationConstraint && { LocationConstraint },
    }),
  );

test('a bucket is created in the region that is asked, and can be asked for everywhere', async () => {
  await create('made', HERE);
  const location = await s3.there.send(new GetBucketLocationCommand({ Bucket: 'made' }));
  expect(location.LocationConstraint).toBe(HERE);
  const listed = await s3.there.send(new ListBucketsCommand({}));
  expect(listed.Buckets?.map((one) => [one.Name, one.BucketRegion])).toEqual([
    ['here', HERE],
    ['made', HERE],
    ['plain', HERE],
    ['there', THERE],
  ]);
  await s3.here.send(new DeleteBucketCommand({ Bucket: 'made' }));
  await expect(s3.here.send(new HeadBucketCommand({ Bucket: 'made' }))).rejects.toMatchObject({
    name: 'NotFound',
  });
});

test('what S3 refuses of buckets is refused in its words', async () => {
  await expect(create('here', HERE)).rejects.toMatchObject({
    name: 'BucketAlreadyOwnedByYou',
    $metadata: { httpStatusCode: 409 },
  });
  await expect(create('made', THERE)).rejects.toMatchObject({
    name: 'IllegalLocationConstraintException',
    message: `The ${THERE} location constraint is incompatible for the region specific endpoint this request was sent to.`,
  });
  await expect(create('made', 'sa-east-1')).rejects.toMatchObject({
    name: 'InvalidLocationConstraint',
    message: 'The specified location-constraint is not valid',
  });
  await expect(create('Made_By', HERE)).rejects.toMatchObject({
    name: 'InvalidBucketName',
    message: 'The specified bucket is not valid.',
  });
});

test('a bucket with a version left in it is not deleted', async () => {
  await s3.here.send(new PutObjectCommand({ Bucket: 'here', Key: 'x', Body: 'x' }));
  await s3.here.send(new DeleteObjectCommand({ Bucket: 'here', Key: 'x' }));
  await expect(s3.here.send(new DeleteBucketCommand({ Bucket: 'here' }))).rejects.toMatchObject({
    name: 'BucketNotEmpty',
    message: 'The bucket you tried to delete is not empty. You must delete all versions in the bucket.',
  });
});

test('a listing begins behind a key, names owners when asked, and is also served in its first version', async () => {
  const keys = ['a', 'b', 'c', 'd/1', 'd/2', 'e f'];
  for (const Key of keys) await s3.here.send(new PutObjectCommand({ Bucket: 'plain', Key, Body: Key }));
  const after = await s3.here.send(
    new ListObjectsV2Command({ Bucket: 'plain', StartAfter: 'b', FetchOwner: true, EncodingType: 'url' }),
  );
  expect(after.Contents?.map((one) => one.Key)).toEqual(['c', 'd/1', 'd/2', 'e%20f']);
  expect(after.Contents?.[0]?.Owner?.ID).toHaveLength(64);
  const first = await s3.here.send(new ListObjectsCommand({ Bucket: 'plain', Delimiter: '/', MaxKeys: 4 }));
  expect([first.NextMarker, first.CommonPrefixes]).toEqual(['d/', [{ Prefix: 'd/' }]]);
  const second = await s3.here.send(
    new ListObjectsCommand({ Bucket: 'plain', Delimiter: '/', Marker: first.NextMarker }),
  );
  expect(second.Contents?.map((one) => one.Key)).toEqual(['e f']);
  const wrong = s3.here.send(new ListObjectsV2Command({ Bucket: 'plain', ContinuationToken: 'nonsense' }));
  await expect(wrong).rejects.toMatchObject({
    name: 'InvalidArgument',
    message: 'The continuation token provided is incorrect',
  });
});
