import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { S3_OPERATIONS } from '../../lib/sandbox/s3/s3.ts';
import { type AwsCommand, awsCommand } from './aws-command.ts';
import { hasClients } from './client-environment.ts';
import { PRIMARY, RECOVERY } from './clients-config.ts';
import { notDone } from './not-done.ts';

const MINE = ['--bucket', 'clients-here'];

describe.skipIf(!hasClients())('S3 by the AWS CLI', () => {
  let aws: AwsCommand;
  const s3 = (operation: string, ...args: string[]) => aws('s3api', operation, ...args);
  const here = (operation: string, ...args: string[]) => s3(operation, ...MINE, ...args);
  let directory: string;
  let body: string;

  beforeAll(async () => {
    aws = awsCommand();
    directory = await mkdtemp(join(tmpdir(), 'muster-s3-client-'));
    body = join(directory, 'body');
    await writeFile(body, 'what the client sends');
  });
  afterAll(async () => {
    await aws.end();
    await rm(directory, { recursive: true, force: true });
  });

  test('buckets', async () => {
    const location = `LocationConstraint=${RECOVERY}`;
    await here(
      'create-bucket',
      '--object-lock-enabled-for-bucket',
      '--create-bucket-configuration',
      location,
    );
    await aws(
      's3api',
      'create-bucket',
      '--region',
      PRIMARY,
      '--bucket',
      'clients-there',
      '--object-lock-enabled-for-bucket',
      '--create-bucket-configuration',
      `LocationConstraint=${PRIMARY}`,
    );
    expect(JSON.stringify(await s3('list-buckets'))).toContain('clients-there');
    expect(await here('get-bucket-location')).toEqual({ LocationConstraint: RECOVERY });
    await here('head-bucket');
    await here('put-bucket-versioning', '--versioning-configuration', 'Status=Enabled');
    expect(await here('get-bucket-versioning')).toEqual({ Status: 'Enabled' });
  });

  test('objects, by a chunked upload with a trailing checksum too', async () => {
    await here(
      'put-object',
      '--key',
      'a/one',
      '--body',
      body,
      '--tagging',
      'kind=plain',
      '--checksum-algorithm',
      'SHA256',
    );
    const head = await here('head-object', '--key', 'a/one', '--checksum-mode', 'ENABLED');
    expect(head).toMatchObject({ ContentLength: 21, ContentType: 'binary/octet-stream' });
    expect(head['ChecksumSHA256']).toBeDefined();
    const copy = join(directory, 'copy');
    await here('get-object', '--key', 'a/one', copy);
    expect(await readFile(copy, 'utf8')).toBe('what the client sends');
    await here('copy-object', '--key', 'a/two', '--copy-source', 'clients-here/a/one');
    const [v1, v2, versions] = await Promise.all([
      here('list-objects', '--prefix', 'a/'),
      here('list-objects-v2', '--prefix', 'a/', '--start-after', 'a/one', '--fetch-owner'),
      here('list-object-versions', '--prefix', 'a/', '--max-items', '1'),
    ]);
    expect(v1['Contents']).toMatchObject([{ Key: 'a/one' }, { Key: 'a/two' }]);
    expect(v2['Contents']).toMatchObject([{ Key: 'a/two' }]);
    expect(versions['Versions']).toHaveLength(1);
    const wrong = await aws.refused(
      's3api',
      'put-object',
      ...MINE,
      '--key',
      'a/one',
      '--body',
      body,
      '--content-md5',
      'XUFAKrxLKna5cZ2REBfFkg==',
    );
    expect(wrong.message).toBe(
      'An error occurred (BadDigest) when calling the PutObject operation: The Content-MD5 you specified did not match the calculated checksum.',
    );
  });

  test('tags', async () => {
    await here('put-object-tagging', '--key', 'a/two', '--tagging', 'TagSet=[{Key=run,Value=7}]');
    expect(await here('get-object-tagging', '--key', 'a/two')).toMatchObject({
      TagSet: [{ Key: 'run', Value: '7' }],
    });
    await here('delete-object-tagging', '--key', 'a/two');
  });

  test('uploads in parts', async () => {
    const begun = await here('create-multipart-upload', '--key', 'parts');
    const one = ['--key', 'parts', '--upload-id', String(begun['UploadId'])];
    expect((await here('list-multipart-uploads'))['Uploads']).toHaveLength(1);
    const part = await here('upload-part', ...one, '--part-number', '1', '--body', body);
    await here('upload-part-copy', ...one, '--part-number', '2', '--copy-source', 'clients-here/a/one');
    expect((await here('list-parts', ...one))['Parts']).toHaveLength(2);
    const parts = JSON.stringify({ Parts: [{ PartNumber: 1, ETag: part['ETag'] }] });
    const done = await here('complete-multipart-upload', ...one, '--multipart-upload', parts);
    expect(done['ETag']).toMatch(/^"[0-9a-f]{32}-1"$/);
    const other = await here('create-multipart-upload', '--key', 'dropped');
    await here('abort-multipart-upload', '--key', 'dropped', '--upload-id', String(other['UploadId']));
  });

  test('locks', async () => {
    const until = new Date(Date.now() + 3_600_000).toISOString();
    const retention = `Mode=GOVERNANCE,RetainUntilDate=${until}`;
    const { VersionId: version } = await here('put-object', '--key', 'locked', '--body', body);
    await here('put-object-retention', '--key', 'locked', '--retention', retention);
    await here('put-object-legal-hold', '--key', 'locked', '--legal-hold', 'Status=ON');
    expect(await here('get-object-retention', '--key', 'locked')).toMatchObject({
      Retention: { Mode: 'GOVERNANCE' },
    });
    expect(await here('get-object-legal-hold', '--key', 'locked')).toEqual({ LegalHold: { Status: 'ON' } });
    const one = [...MINE, '--key', 'locked', '--version-id', String(version)];
    expect((await aws.refused('s3api', 'delete-object', ...one)).message).toBe(
      'An error occurred (AccessDenied) when calling the DeleteObject operation: Access Denied because object protected by object lock.',
    );
    await here('put-object-legal-hold', '--key', 'locked', '--legal-hold', 'Status=OFF');
    await here(
      'delete-object',
      '--key',
      'locked',
      '--version-id',
      String(version),
      '--bypass-governance-retention',
    );
    await here('put-object-lock-configuration', '--object-lock-configuration', 'ObjectLockEnabled=Enabled');
    expect(await here('get-object-lock-configuration')).toEqual({
      ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled' },
    });
  });

  test('replication, and an end', async () => {
    const configuration = {
      Role: 'arn:aws:iam::000000000000:role/copy',
      Rules: [
        {
          ID: 'all',
          Status: 'Enabled',
          Priority: 1,
          Filter: { Prefix: '' },
          DeleteMarkerReplication: { Status: 'Disabled' },
          Destination: { Bucket: 'arn:aws:s3:::clients-there' },
        },
      ],
    };
    await here('put-bucket-replication', '--replication-configuration', JSON.stringify(configuration));
    expect(await here('get-bucket-replication')).toEqual({ ReplicationConfiguration: configuration });
    await here('put-object', '--key', 'copied', '--body', body);
    await expect
      .poll(async () => (await here('head-object', '--key', 'copied'))['ReplicationStatus'], {})
      .toBe('COMPLETED');
    await here('delete-bucket-replication');
    await s3(
      'create-bucket',
      '--bucket',
      'clients-gone',
      '--create-bucket-configuration',
      `LocationConstraint=${RECOVERY}`,
    );
    await s3('delete-bucket', '--bucket', 'clients-gone');
    await here('delete-objects', '--delete', 'Objects=[{Key=copied},{Key=a/one}],Quiet=false');
    expect((await aws.refused('s3api', 'delete-bucket', ...MINE)).message).toBe(
      'An error occurred (BucketNotEmpty) when calling the DeleteBucket operation: The bucket you tried to delete is not empty. You must delete all versions in the bucket.',
    );
  });

  test('the high-level commands move large files in parts', async () => {
    const large = join(directory, 'large');
    await writeFile(large, Buffer.alloc(17 * 1024 * 1024, 'x'));
    await aws('s3', 'cp', '--quiet', large, 's3://clients-here/large');
    const back = join(directory, 'back');
    await aws('s3', 'cp', '--quiet', 's3://clients-here/large', back);
    expect((await readFile(back)).equals(await readFile(large))).toBe(true);
  });

  test('every operation that is served was asked for', async () => {
    const client = { knows: await aws.operationsOf('s3'), done: aws.done };
    expect(notDone(S3_OPERATIONS, client)).toEqual([]);
  });
});
