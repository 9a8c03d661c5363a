import type { AwsRequest, AwsResponse, AwsService } from '../wire/aws-request.ts';
import type { Bucket } from './bucket.ts';
import { deleteObject } from './delete-object.ts';
import { getBucketVersioning } from './get-bucket-versioning.ts';
import { getObject } from './get-object.ts';
import { headBucket } from './head-bucket.ts';
import { headObject } from './head-object.ts';
import { listObjectVersions } from './list-object-versions.ts';
import { listObjects } from './list-objects.ts';
import type { ObjectStore } from './object-store.ts';
import { putBucketVersioning } from './put-bucket-versioning.ts';
import { putObject } from './put-object.ts';
import { refuseUnservedHeaders, refuseUnservedQuery } from './refuse-unserved.ts';
import type { BucketOperation, ObjectOperation } from './s3-call.ts';
import { methodNotAllowed, noSuchBucket, notImplemented, permanentRedirect } from './s3-errors.ts';
import { parseS3Path } from './s3-path.ts';

interface Route<Operation> {
  readonly operation: Operation;
  /** Query parameters that it serves; the first one that is not is refused. */
  readonly query: readonly string[];
}

const LISTING = ['prefix', 'delimiter', 'max-keys', 'encoding-type'];

/** By method and sub-resource. */
const BUCKET_ROUTES: Readonly<Record<string, Route<BucketOperation>>> = {
  'HEAD ': { operation: headBucket, query: [] },
  'GET versioning': { operation: getBucketVersioning, query: ['versioning'] },
  'PUT versioning': { operation: putBucketVersioning, query: ['versioning'] },
  'GET versions': {
    operation: listObjectVersions,
    query: ['versions', ...LISTING, 'key-marker', 'version-id-marker'],
  },
  'GET list-type': {
    operation: listObjects,
    query: ['list-type', ...LISTING, 'continuation-token', 'start-after'],
  },
};

const OBJECT_ROUTES: Readonly<Record<string, Route<ObjectOperation>>> = {
  PUT: { operation: putObject, query: [] },
  GET: { operation: getObject, query: ['versionId'] },
  HEAD: { operation: headObject, query: ['versionId'] },
  DELETE: { operation: deleteObject, query: ['versionId'] },
};

/** S3 in path style over one store; what it does not serve is refused, never ignored. */
export function makeS3(store: ObjectStore): AwsService {
  return async (request) => {
    const { bucket: name, key } = parseS3Path(request.path);
    if (name === '') throw methodNotAllowed(request.method, 'SERVICE');
    refuseUnservedHeaders(request);
    const bucket = reachableBucket(store, name, request.region);
    return key === undefined ? onBucket(request, bucket) : onObject(request, bucket, key);
  };
}

function reachableBucket(store: ObjectStore, name: string, region: string): Bucket {
  const bucket = store.bucket(name);
  if (!bucket) throw noSuchBucket(name);
  if (bucket.region !== region) throw permanentRedirect(bucket);
  return bucket;
}

function onBucket(request: AwsRequest, bucket: Bucket): AwsResponse {
  const subResource = ['versioning', 'versions', 'list-type'].find((name) => request.query.has(name)) ?? '';
  const route = BUCKET_ROUTES[`${request.method} ${subResource}`];
  if (!route) throw notImplemented(`${request.method} bucket`);
  refuseUnservedQuery(request.query, route.query);
  return route.operation({ request, bucket });
}

function onObject(request: AwsRequest, bucket: Bucket, key: string): AwsResponse {
  const route = OBJECT_ROUTES[request.method];
  if (!route) throw methodNotAllowed(request.method, 'OBJECT');
  refuseUnservedQuery(request.query, route.query);
  return route.operation({ request, bucket, key, versionId: request.query.get('versionId') ?? undefined });
}
