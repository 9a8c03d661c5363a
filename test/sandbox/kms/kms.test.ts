import {
  CreateKeyCommand,
  DescribeKeyCommand,
  GetPublicKeyCommand,
  KMSClient,
  ListAliasesCommand,
  SignCommand,
  type SignCommandInput,
} from '@aws-sdk/client-kms';
import { createHash, createPublicKey, verify } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeKmsKeys } from '../../../lib/sandbox/kms/kms-keys.ts';
import { makeKmsService } from '../../../lib/sandbox/kms/kms-service.ts';
import { openEndpoint, type OpenEndpoint } from '../endpoint/open-endpoint.ts';

const account = '000000000000';
const ALIAS = 'alias/muster-evidence';
const MESSAGE = Buffer.from('what was seen');
const DIGEST = createHash('sha256').update(MESSAGE).digest();

let directory: string;
let endpoint: OpenEndpoint;
let kms: KMSClient;

function serviceIn(keys: string) {
  const of = (region: string) => [
    { region, aliases: [ALIAS], keyFile: join(keys, `${region}.pem`) },
    { region, aliases: ['alias/aws/rds'] },
  ];
  return makeKmsService({
    account,
    keys: makeKmsKeys({ account, keys: ['eu-west-1', 'eu-central-1'].flatMap(of) }),
  });
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'muster-kms-'));
  endpoint = await openEndpoint({ services: { kms: serviceIn(join(directory, 'keys')) } });
  kms = new KMSClient(endpoint.client('eu-west-1'));
});
afterAll(async () => {
  kms.destroy();
  await endpoint.close();
  await rm(directory, { recursive: true });
});

function signed(given: Partial<SignCommandInput>) {
  const wanted: SignCommandInput = { KeyId: ALIAS, Message: MESSAGE, SigningAlgorithm: 'ECDSA_SHA_256' };
  return kms.send(new SignCommand({ ...wanted, ...given }));
}

async function publicKey(client = kms) {
  const { PublicKey } = await client.send(new GetPublicKeyCommand({ KeyId: ALIAS }));
  return Buffer.from(PublicKey ?? []);
}

test.each([
  ['a message', { MessageType: 'RAW', Message: MESSAGE }],
  ['its digest', { MessageType: 'DIGEST', Message: DIGEST }],
] as const)('%s is signed so that its public key verifies it', async (_, given) => {
  const key = createPublicKey({ key: await publicKey(), format: 'der', type: 'spki' });
  const { Signature = new Uint8Array(), KeyId } = await signed(given);
  expect(verify('sha256', MESSAGE, key, Signature)).toBe(true);
  expect(verify('sha256', Buffer.from('what was not seen'), key, Signature)).toBe(false);
  expect(KeyId).toMatch(/^arn:aws:kms:eu-west-1:000000000000:key\//);
});

test('each signature is another one, and some have the higher S', async () => {
  const many = await Promise.all(Array.from({ length: 24 }, () => signed({})));
  const distinct = new Set(many.map(({ Signature }) => Buffer.from(Signature ?? []).toString('hex')));
  expect(distinct.size).toBe(24);
  const isHigh = (hex: string) => {
    const s = hex.slice(-64);
    return s > '7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8';
  };
  // By chance they would all be low once in 16 million times.
  expect([...distinct].some(isHigh)).toBe(true);
});

test('a key is described, and found by alias, id and ARN', async () => {
  const { KeyMetadata: key } = await kms.send(new DescribeKeyCommand({ KeyId: ALIAS }));
  expect(key).toMatchObject({
    Arn: `arn:aws:kms:eu-west-1:${account}:key/${key?.KeyId}`,
    KeySpec: 'ECC_NIST_P256',
    KeyUsage: 'SIGN_VERIFY',
    KeyState: 'Enabled',
    SigningAlgorithms: ['ECDSA_SHA_256'],
  });
  const byId = await kms.send(new DescribeKeyCommand({ KeyId: key?.KeyId }));
  const byArn = await kms.send(new DescribeKeyCommand({ KeyId: key?.Arn }));
  expect([byId.KeyMetadata, byArn.KeyMetadata]).toEqual([key, key]);
  const { Aliases } = await kms.send(new ListAliasesCommand({ KeyId: key?.Arn }));
  expect(Aliases).toEqual([
    {
      AliasName: ALIAS,
      AliasArn: `arn:aws:kms:eu-west-1:${account}:${ALIAS}`,
      TargetKeyId: key?.KeyId,
    },
  ]);
  const all = await kms.send(new ListAliasesCommand({}));
  expect(all.Aliases?.map(({ AliasName }) => AliasName)).toEqual([ALIAS, 'alias/aws/rds']);
});

test('each region has a key of its own, which is there again in the next sandbox, for its owner alone', async () => {
  const here = await publicKey();
  const elsewhere = new KMSClient(endpoint.client('eu-central-1'));
  expect(await publicKey(elsewhere)).not.toEqual(here);
  elsewhere.destroy();
  const next = await openEndpoint({ services: { kms: serviceIn(join(directory, 'keys')) } });
  const again = new KMSClient(next.client('eu-west-1'));
  expect(await publicKey(again)).toEqual(here);
  again.destroy();
  await next.close();
  const files = (await readdir(join(directory, 'keys'))).toSorted();
  const publicFiles = ['eu-central-1.public.pem', 'eu-west-1.public.pem'];
  expect(files).toEqual(['eu-central-1.pem', 'eu-west-1.pem', ...publicFiles].toSorted());
  const pem = await readFile(join(directory, 'keys', 'eu-west-1.public.pem'), 'utf8');
  expect(createPublicKey(pem).export({ type: 'spki', format: 'der' })).toEqual(here);
  expect((await stat(join(directory, 'keys', 'eu-west-1.pem'))).mode & 0o777).toBe(0o600);
});

test.each([
  {
    what: 'an alias that nobody has',
    given: { KeyId: 'alias/other' },
    refusal: ['NotFoundException', `Alias arn:aws:kms:eu-west-1:${account}:alias/other is not found.`],
  },
  {
    what: 'a key that nobody has',
    given: { KeyId: 'aaaa' },
    refusal: ['NotFoundException', `Key 'arn:aws:kms:eu-west-1:${account}:key/aaaa' does not exist`],
  },
  {
    what: 'a key that encrypts',
    given: { KeyId: 'alias/aws/rds' },
    refusal: ['InvalidKeyUsageException', 'key usage is ENCRYPT_DECRYPT which is not valid for Sign.'],
  },
  {
    what: 'another algorithm',
    given: { SigningAlgorithm: 'RSASSA_PSS_SHA_256' },
    refusal: ['InvalidKeyUsageException', 'is incompatible with key spec ECC_NIST_P256.'],
  },
  {
    what: 'a digest of another length',
    given: { MessageType: 'DIGEST', Message: DIGEST.subarray(1) },
    refusal: ['ValidationException', 'Digest is invalid length for algorithm ECDSA_SHA_256.'],
  },
  {
    what: 'a message that is too long',
    given: { Message: Buffer.alloc(4097) },
    refusal: ['ValidationException', 'length'],
  },
  { what: 'what is not served', given: { DryRun: true }, refusal: ['ValidationException', 'DryRun'] },
] as const)('$what is refused in the words of AWS', async ({ given, refusal: [name, message] }) => {
  await expect(signed(given)).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
});

test('a key that encrypts has no public half, and nothing else is served', async () => {
  const encrypting = new GetPublicKeyCommand({ KeyId: 'alias/aws/rds' });
  await expect(kms.send(encrypting)).rejects.toMatchObject({ name: 'UnsupportedOperationException' });
  await expect(kms.send(new CreateKeyCommand({}))).rejects.toMatchObject({
    name: 'UnknownOperationException',
  });
});
