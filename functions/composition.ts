import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { FisClient } from '@aws-sdk/client-fis';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { RDSClient } from '@aws-sdk/client-rds';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient } from '@aws-sdk/client-sfn';
import { z } from 'zod';
import { makeBucketObjects } from '../lib/aws/bucket-objects.ts';
import { clientOptions } from '../lib/aws/client-options.ts';
import { makeFisDisruption } from '../lib/aws/fis-disruption.ts';
import { makeLambdaHandlers } from '../lib/aws/lambda-handlers.ts';
import { makeManagedSecrets } from '../lib/aws/managed-secrets.ts';
import { makeObjectBackgroundJobs } from '../lib/aws/object-background-jobs.ts';
import { makeObjectLocks } from '../lib/aws/object-locks.ts';
import { makeObjectRecord } from '../lib/aws/object-record.ts';
import { makeObjectTraffic } from '../lib/aws/object-traffic.ts';
import { makeRdsDatabases } from '../lib/aws/rds-databases.ts';
import { makeSfnWorkflows } from '../lib/aws/sfn-workflows.ts';
import { formatInstant } from '../lib/domain/instant.ts';
import { RunInput } from '../lib/domain/run/run-input.ts';
import { makePgHeartbeatConnections } from '../lib/postgres/pg-heartbeat-connections.ts';
import { makePgSessions } from '../lib/postgres/pg-sessions.ts';
import { SessionPool } from '../lib/postgres/session-pool.ts';
import { makeNetServiceProbe } from '../lib/system/net-service-probe.ts';
import { makeSystemClock } from '../lib/system/system-clock.ts';

/** Makes a value once a key: clients and sessions stay warm for as long as their environment lives. */
function once<T>(make: (key: string) => T): (key: string) => T {
  const made = new Map<string, T>();
  return (key) => {
    const value = made.get(key) ?? make(key);
    made.set(key, value);
    return value;
  };
}

function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined)
    throw new Error(`environment variable ${name} is not set: the deployment of this function sets it`);
  return value;
}

const region = setting('AWS_REGION');
const clock = makeSystemClock();
const s3 = once((of) => new S3Client({ ...clientOptions(of), forcePathStyle: true }));
const rds = once((of) => new RDSClient(clientOptions(of)));
const fis = once((of) => new FisClient(clientOptions(of)));
const sfn = once((of) => new SFNClient(clientOptions(of)));
const lambda = once(
  (of) => new LambdaClient({ ...clientOptions(of), requestHandler: { requestTimeout: 30_000 } }),
);
const secrets = once((of) =>
  makeManagedSecrets(new SecretsManagerClient(clientOptions(of)), () => performance.now()),
);
const sql = once((of) => {
  const ports = { secrets: secrets(of), ca: readFileSync(setting('PGSSLROOTCERT'), 'utf8') };
  const pool = new SessionPool(ports, () => performance.now());
  return {
    connections: makePgHeartbeatConnections(ports),
    sessions: makePgSessions({ ...ports, pool, nowText: () => formatInstant(clock.now()) }),
  };
});

const sites = once((bucketInRegion) => {
  const [bucketRegion = '', bucket = ''] = bucketInRegion.split('/');
  const objects = makeBucketObjects(s3(bucketRegion), bucket);
  return { objects, locks: makeObjectLocks({ objects, workflows: makeSfnWorkflows(sfn(region)) }) };
});

const OfStep = z.object({ run: z.object({ sites: RunInput.shape.sites }) });
const OfSegment = z.object({ input: z.object({ region: z.string(), bucket: z.string() }) });

/** All ports of a step, made from the environment and the sites of its event; what they reach is made once. */
export function portsForStep(event: unknown) {
  const { primary, recovery } = OfStep.parse(event).run.sites;
  const { objects, locks } = sites(`${recovery.region}/${recovery.bucket}`);
  return {
    ...portsIn(recovery),
    locks,
    primaryLocks: sites(`${primary.region}/${primary.bucket}`).locks,
    record: makeObjectRecord(objects),
    traffic: makeObjectTraffic(objects),
    jobs: makeObjectBackgroundJobs(objects),
    databases: makeRdsDatabases(rds),
    disruption: makeFisDisruption(fis),
    handlers: makeLambdaHandlers(
      lambda(region),
      (name) => `${process.env['MUSTER_FUNCTION_PREFIX'] ?? ''}${name}`,
    ),
    sessions: sql(region).sessions,
    sha256: (text: string) => createHash('sha256').update(text).digest('hex'),
    byteLength: (text: string) => Buffer.byteLength(text),
    toolVersion: setting('MUSTER_VERSION'),
  };
}

/** The ports of a heartbeat segment, which knows one bucket only. */
export function portsForSegment(event: unknown) {
  return portsIn(OfSegment.parse(event).input);
}

function portsIn(site: { readonly region: string; readonly bucket: string }) {
  return {
    clock,
    objects: sites(`${site.region}/${site.bucket}`).objects,
    workflows: makeSfnWorkflows(sfn(region)),
    connections: sql(region).connections,
    probe: makeNetServiceProbe(),
  };
}
