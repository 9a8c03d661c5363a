import { KMSClient } from '@aws-sdk/client-kms';
import { createPublicKey } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeKmsSigner } from '../../../lib/aws/kms-signer.ts';
import { readTrustedKeys } from '../../../lib/cli/trusted-keys.ts';
import { verifyRun } from '../../../lib/domain/verify/verify-run.ts';
import { makeAppendToLog } from '../../../lib/evidence/append-to-log.ts';
import { makeLogReader } from '../../../lib/evidence/read-log.ts';
import { makeSignRun } from '../../../lib/evidence/sign-run.ts';
import { makeKmsKeys } from '../../../lib/sandbox/kms/kms-keys.ts';
import { makeKmsService } from '../../../lib/sandbox/kms/kms-service.ts';
import { sha256Bytes } from '../../fakes/fake-signer.ts';
import { startLeaf } from '../../fakes/log-leaves.ts';
import { makeManualClock } from '../../fakes/manual-clock.ts';
import { makeMemoryObjects } from '../../fakes/memory-objects.ts';
import { contentsOf, makeVerifier, tinyRun } from '../../fakes/signed-run.ts';
import { UNSTAMPED } from '../../fakes/time-stamping.ts';
import { openEndpoint, type OpenEndpoint } from '../endpoint/open-endpoint.ts';

const REGION = 'eu-west-1';
const ALIAS = 'alias/muster-evidence';
const account = '000000000000';

let directory: string;
let endpoint: OpenEndpoint;
let kms: KMSClient;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'muster-signed-'));
  const keys = makeKmsKeys({
    account,
    keys: [{ region: REGION, aliases: [ALIAS], keyFile: join(directory, 'key.pem') }],
  });
  endpoint = await openEndpoint({ services: { kms: makeKmsService({ account, keys }) } });
  kms = new KMSClient(endpoint.client(REGION));
});
afterAll(async () => {
  kms.destroy();
  await endpoint.close();
  await rm(directory, { recursive: true });
});

test('a run that KMS signed is verified with the public key as a PEM file has it', async () => {
  const signer = makeKmsSigner(kms, { key: ALIAS, limitMs: 1_500 });
  const log = {
    objects: makeMemoryObjects(),
    sha256: sha256Bytes,
    origin: `muster/${REGION}/evidence`,
  };
  const append = makeAppendToLog({ ...log, signer, others: async () => [] });
  const contents = contentsOf(tinyRun());
  const plan = {
    name: 'tiny',
    sha256: Buffer.from(sha256Bytes(Buffer.from(tinyRun()['plan.yaml'] ?? ''))).toString('hex'),
  };
  const start = await append(startLeaf('.', { plan }));
  const ports = {
    signer,
    append,
    reader: makeLogReader(log),
    sha256: sha256Bytes,
    clock: makeManualClock(),
    ...UNSTAMPED,
  };
  const files = await makeSignRun(ports)({ contents, start, status: 'completed', authority: null });

  const pem = createPublicKey(await readFile(join(directory, 'key.pem'))).export({
    format: 'pem',
    type: 'spki',
  });
  const trust = join(directory, 'trust', 'public.pem');
  await mkdir(dirname(trust));
  await writeFile(trust, pem);
  const trusted = await readTrustedKeys(trust);
  const { findings } = verifyRun(makeVerifier([], { trusted }), new Map([...contents, ...contentsOf(files)]));
  expect(findings).toEqual([]);
});
