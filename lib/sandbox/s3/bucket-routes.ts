import { createBucket } from './buckets/create-bucket.ts';
import { deleteBucket } from './buckets/delete-bucket.ts';
import { getBucketLocation } from './buckets/get-bucket-location.ts';
import { getBucketVersioning } from './buckets/get-bucket-versioning.ts';
import { headBucket } from './buckets/head-bucket.ts';
import { listBuckets } from './buckets/list-buckets.ts';
import { putBucketVersioning } from './buckets/put-bucket-versioning.ts';
import { deleteObjects } from './delete-objects.ts';
import { listObjectVersions } from './listing/list-object-versions.ts';
import { listObjects } from './listing/list-objects.ts';
import { listObjectsV2 } from './listing/list-objects-v2.ts';
import { getObjectLockConfiguration } from './lock/get-object-lock-configuration.ts';
import { putObjectLockConfiguration } from './lock/put-object-lock-configuration.ts';
import { BYPASS_HEADER } from './lock/refuse-locked.ts';
import { listMultipartUploads } from './multipart/list-multipart-uploads.ts';
import { deleteBucketReplication } from './replication/delete-bucket-replication.ts';
import { getBucketReplication } from './replication/get-bucket-replication.ts';
import { putBucketReplication } from './replication/put-bucket-replication.ts';
import type { Route } from './route.ts';
import type { BucketOperation, NameOperation, ServiceOperation } from './s3-call.ts';

export const SERVICE_ROUTES: readonly Route<ServiceOperation>[] = [
  {
    name: 'ListBuckets',
    method: 'GET',
    operation: listBuckets,
    query: ['prefix', 'bucket-region', 'max-buckets', 'continuation-token'],
  },
];

/** Operations on a bucket that need not exist. */
export const NAME_ROUTES: readonly Route<NameOperation>[] = [
  {
    name: 'CreateBucket',
    method: 'PUT',
    operation: createBucket,
    headers: ['x-amz-bucket-object-lock-enabled'],
  },
];

const LISTING = ['prefix', 'delimiter', 'encoding-type'];
const KEYS = [...LISTING, 'max-keys'];

export const BUCKET_ROUTES: readonly Route<BucketOperation>[] = [
  { name: 'HeadBucket', method: 'HEAD', operation: headBucket },
  { name: 'DeleteBucket', method: 'DELETE', operation: deleteBucket },
  { name: 'GetBucketLocation', method: 'GET', sub: 'location', operation: getBucketLocation },
  { name: 'GetBucketVersioning', method: 'GET', sub: 'versioning', operation: getBucketVersioning },
  { name: 'PutBucketVersioning', method: 'PUT', sub: 'versioning', operation: putBucketVersioning },
  { name: 'ListObjects', method: 'GET', operation: listObjects, query: [...KEYS, 'marker'] },
  {
    name: 'ListObjectsV2',
    method: 'GET',
    sub: 'list-type',
    operation: listObjectsV2,
    query: [...KEYS, 'continuation-token', 'start-after', 'fetch-owner'],
  },
  {
    name: 'ListObjectVersions',
    method: 'GET',
    sub: 'versions',
    operation: listObjectVersions,
    query: [...KEYS, 'key-marker', 'version-id-marker'],
  },
  {
    name: 'ListMultipartUploads',
    method: 'GET',
    sub: 'uploads',
    operation: listMultipartUploads,
    query: [...LISTING, 'max-uploads', 'key-marker', 'upload-id-marker'],
  },
  {
    name: 'DeleteObjects',
    method: 'POST',
    sub: 'delete',
    operation: deleteObjects,
    headers: [BYPASS_HEADER],
  },
  {
    name: 'GetObjectLockConfiguration',
    method: 'GET',
    sub: 'object-lock',
    operation: getObjectLockConfiguration,
  },
  {
    name: 'PutObjectLockConfiguration',
    method: 'PUT',
    sub: 'object-lock',
    operation: putObjectLockConfiguration,
  },
  { name: 'GetBucketReplication', method: 'GET', sub: 'replication', operation: getBucketReplication },
  { name: 'PutBucketReplication', method: 'PUT', sub: 'replication', operation: putBucketReplication },
  {
    name: 'DeleteBucketReplication',
    method: 'DELETE',
    sub: 'replication',
    operation: deleteBucketReplication,
  },
];
