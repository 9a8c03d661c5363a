import { KMSClient } from '@aws-sdk/client-kms';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeKmsSigner } from '../../../lib/aws/kms-signer.ts';
import { readTrustedKeys } from '../../../lib/cli/trusted-keys.ts';
import { isNormalSignature } from '../../../lib/domain/evidence/ecdsa-signature.ts';
import { makeKmsKeys } from '../../../lib/sandbox/kms/kms-keys.ts';
import { makeKmsService } from '../../../lib/sandbox/kms/kms-service.ts';
import { rotateSigningKey } from '../../../lib/sandbox/kms/signing-key.ts';
import { verifyBytes } from '../../fakes/fake-signer.ts';
import { openEndpoint, type OpenEndpoint } from '../endpoint/open-endpoint.ts';

const REGION = 'eu-west-1';
const ALIAS = 'alias/muster-evidence';
const account = '000000000000';
/** More than KMS takes as a message. */
const LONG = new Uint8Array(100_000).fill(7);

let directory: string;
let endpoint: OpenEndpoint;
let kms: KMSClient;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'muster-signer-'));
  const keys = makeKmsKeys({
    account,
    keys: [
      { region: REGION, aliases: [ALIAS], keyFile: join(directory, 'key.pem') },
      { region: REGION, aliases: ['alias/aws/rds'] },
    ],
  });
  endpoint = await openEndpoint({ services: { kms: makeKmsService({ account, keys }) } });
  kms = new KMSClient(endpoint.client(REGION));
});
afterAll(async () => {
  kms.destroy();
  await endpoint.close();
  await rm(directory, { recursive: true });
});

const signerOf = (key: string, client = kms) => makeKmsSigner(client, { key, limitMs: 1_500 });

test('what it signs its key verifies, of any length, and each signature is in its one form', async () => {
  const signer = signerOf(ALIAS);
  const { keyId, spki } = await signer.key();
  expect(keyId).toBe(createHash('sha256').update(spki).digest('hex'));
  const signatures = await Promise.all(Array.from({ length: 16 }, () => signer.sign(LONG)));
  expect(signatures.every(isNormalSignature)).toBe(true);
  expect(signatures.every((signature) => verifyBytes(spki, LONG, signature))).toBe(true);
  expect(verifyBytes(spki, LONG.slice(1), signatures[0] ?? LONG)).toBe(false);
});

test.each([
  ['is missing', 'alias/nobody', 'NotFoundException'],
  ['encrypts', 'alias/aws/rds', 'UnsupportedOperationException'],
])('a key that %s signs nothing, and is named', async (_, key, seen) => {
  const signer = signerOf(key);
  await expect(signer.sign(LONG)).rejects.toMatchObject({ name: 'SignatureRefused', subject: key, seen });
  await expect(signer.key()).rejects.toMatchObject({ name: 'SignatureRefused', subject: key });
});

test('another key under the alias is another signer, and the former public key stays', async () => {
  const before = signerOf(ALIAS);
  const { keyId, spki } = await before.key();
  const former = rotateSigningKey(join(directory, 'key.pem'));
  expect(await readTrustedKeys(former)).toEqual([{ keyId, spki: new Uint8Array(spki) }]);
  // It never signs with one key in the name of another.
  await expect(before.sign(LONG)).rejects.toMatchObject({ name: 'SignatureRefused' });
  const after = signerOf(ALIAS);
  const own = await after.key();
  expect(own.keyId).not.toBe(keyId);
  expect(verifyBytes(own.spki, LONG, await after.sign(LONG))).toBe(true);
  const [shown] = await readTrustedKeys(join(directory, 'key.public.pem'));
  expect(shown?.keyId).toBe(own.keyId);
});

test('a region that does not answer is unreachable, and is asked again later', async () => {
  const gone = await openEndpoint({ services: {} });
  const client = new KMSClient(gone.client(REGION));
  await gone.close();
  const signer = signerOf(ALIAS, client);
  await expect(signer.sign(LONG)).rejects.toMatchObject({ name: 'RegionUnreachable' });
  await expect(signer.key()).rejects.toMatchObject({ name: 'RegionUnreachable' });
  client.destroy();
});
