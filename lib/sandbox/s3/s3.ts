import type { AwsRequest, AwsResponse, AwsService } from '../wire/aws-request.ts';
import type { Bucket } from './bucket.ts';
import { BUCKET_ROUTES, NAME_ROUTES, SERVICE_ROUTES } from './bucket-routes.ts';
import { OBJECT_ROUTES } from './object-routes.ts';
import type { ObjectStore } from './object-store.ts';
import { refuseUnservedHeaders, refuseUnservedQuery } from './refuse-unserved.ts';
import { findRoute, type Route } from './route.ts';
import { methodNotAllowed, noSuchBucket, notImplemented, permanentRedirect } from './s3-errors.ts';
import { parseS3Path } from './s3-path.ts';

/** Operations that are served, in the names of the API reference. */
export const S3_OPERATIONS: readonly string[] = [
  ...SERVICE_ROUTES,
  ...NAME_ROUTES,
  ...BUCKET_ROUTES,
  ...OBJECT_ROUTES,
].map((route) => route.name);

/** S3 in path style over one store; what it does not serve is refused, never ignored. */
export function makeS3(store: ObjectStore): AwsService {
  return async (request) => {
    const { bucket: name, key } = parseS3Path(request.path);
    if (name === '') return onService(store, request);
    if (key === undefined) return onBucket(store, request, name);
    const route = findRoute(OBJECT_ROUTES, request);
    if (!route) throw methodNotAllowed(request.method, 'OBJECT');
    refuseUnserved(route, request);
    const bucket = reachableBucket(store, name, request.region);
    const versionId = request.query.get('versionId') ?? undefined;
    return route.operation({ request, store, bucket, key, versionId });
  };
}

function onService(store: ObjectStore, request: AwsRequest): AwsResponse {
  const route = findRoute(SERVICE_ROUTES, request);
  if (!route) throw methodNotAllowed(request.method, 'SERVICE');
  refuseUnserved(route, request);
  return route.operation({ request, store });
}

function onBucket(store: ObjectStore, request: AwsRequest, name: string): AwsResponse {
  const creates = findRoute(NAME_ROUTES, request);
  if (creates) {
    refuseUnserved(creates, request);
    return creates.operation({ request, store, name });
  }
  const route = findRoute(BUCKET_ROUTES, request);
  if (!route) throw notImplemented(`${request.method} bucket`);
  refuseUnserved(route, request);
  // Where a bucket is can be asked in every region (API reference, GetBucketLocation).
  const region = route.name === 'GetBucketLocation' ? undefined : request.region;
  return route.operation({ request, store, bucket: reachableBucket(store, name, region) });
}

function refuseUnserved({ sub, query = [], headers = [] }: Route<unknown>, request: AwsRequest): void {
  refuseUnservedHeaders(request, headers);
  refuseUnservedQuery(request.query, sub === undefined ? query : [sub, ...query]);
}

function reachableBucket(store: ObjectStore, name: string, region: string | undefined): Bucket {
  const bucket = store.bucket(name);
  if (!bucket) throw noSuchBucket(name);
  if (region !== undefined && bucket.region !== region) throw permanentRedirect(bucket);
  return bucket;
}
