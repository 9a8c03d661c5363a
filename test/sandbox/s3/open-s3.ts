import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll } from 'vitest';
import {
  makeObjectStore,
  type ObjectStore,
  type StoreSurroundings,
} from '../../../lib/sandbox/s3/object-store.ts';
import { makeS3 } from '../../../lib/sandbox/s3/s3.ts';
import { openEndpoint, type OpenEndpoint } from '../endpoint/open-endpoint.ts';

export const HERE = 'eu-west-1';
export const THERE = 'eu-central-1';

export interface OpenS3 {
  readonly store: ObjectStore;
  readonly here: S3Client;
  readonly there: S3Client;
}

/** S3 of two regions for the tests of a file: versioned buckets `here` and `there`, and `plain` that is not. */
export function openS3(surroundings: Partial<StoreSurroundings> = {}): OpenS3 {
  const store = makeObjectStore(
    [
      { name: 'here', region: HERE, versioning: true },
      { name: 'there', region: THERE, versioning: true },
      { name: 'plain', region: HERE, versioning: false },
    ],
    surroundings,
  );
  let endpoint: OpenEndpoint;
  let clients: { here: S3Client; there: S3Client };
  beforeAll(async () => {
    endpoint = await openEndpoint({ services: { s3: makeS3(store) } });
    clients = { here: new S3Client(endpoint.client(HERE)), there: new S3Client(endpoint.client(THERE)) };
  });
  afterAll(async () => {
    clients.here.destroy();
    clients.there.destroy();
    await endpoint.close();
  });
  return {
    store,
    get here() {
      return clients.here;
    },
    get there() {
      return clients.there;
    },
  };
}
