import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { MASK, maskSecrets, secretPlaces, soughtValues } from '../../../../lib/domain/record/mask-secrets.ts';
import { propertyRuns } from '../../../fakes/property-runs.ts';

const PEM_BODY = 'MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg';
// Assembled here: a scanner of this repository is to find no secret in it.
const pemLine = (word: string) => `-----${word} PRIVATE KEY-----`;
const [BEGIN, ENDED] = [pemLine('BEGIN'), pemLine('END')];
const KEY_ID = ['AKIA', 'IOSFODNN7EXAMPLE'].join('');

const PLANTED: readonly (readonly [what: string, text: string, secret: string])[] = [
  ['a connection string', 'connect postgresql://muster:s3cr3t%21@db.example:5432/orders', 's3cr3t%21'],
  ['one with a slash in it', 'postgres://muster:s3c/r3t@db/orders', 's3c/r3t'],
  ['a word of libpq', 'host=db user=muster password=s3cr3t-x sslmode=require', 's3cr3t-x'],
  ['a quoted one', "password = 's3cr3t-x'", 's3cr3t-x'],
  ['an environment', 'PGPASSWORD=s3cr3t-x psql', 's3cr3t-x'],
  ['a line of YAML', '  # password: s3cr3t-x', 's3cr3t-x'],
  ['a field', '{"username":"muster","password":"s3 cr,3t\\\\x"}', 's3 cr,3t'],
  ['a field inside of a string', '{"cause":"{\\"masterPassword\\":\\"s3cr3t-x\\"}"}', 's3cr3t-x'],
  ['an access key', `denied for ${KEY_ID} of muster`, KEY_ID],
  ['a secret key', 'aws_secret_access_key = wJalrXUtnFEMI/K7MDENG', 'wJalrXUtnFEMI'],
  [
    'credentials',
    '{"SecretAccessKey":"wJalrXUtnFEMI/K7","SessionToken":"FwoGZXIvYXdzEBc//"}',
    'FwoGZXIvYXdzEBc',
  ],
  ['a signed URL', 'GET /a?X-Amz-Security-Token=FwoGZXIv&X-Amz-Date=20260301T120000Z', 'FwoGZXIv'],
  ['a bare session token', `sent FwoGZXIvYXdzEBc${'x'.repeat(20)}== to it`, 'FwoGZXIvYXdzEBc'],
  ['a bearer token', 'Authorization: Bearer abcDEF123.x_y-z', 'abcDEF123'],
  ['a web token', 'token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0xyz.c2lnbmF0dXJl seen', 'c2lnbmF0dXJl'],
  ['a private key', `read ${BEGIN}\n${PEM_BODY}\n${ENDED} there`, PEM_BODY],
  ['one inside of JSON, cut off', `{"cause":"${BEGIN}\\n${PEM_BODY}"}`, PEM_BODY],
];

describe('masking secrets', () => {
  it.each(PLANTED)('%s is masked, visibly, and once', (_what, text, secret) => {
    const masked = maskSecrets(text);
    expect(masked).not.toContain(secret);
    expect(masked).toContain(MASK);
    expect(maskSecrets(masked)).toBe(masked);
    expect(secretPlaces(text).length).toBeGreaterThan(0);
  });

  it.each(PLANTED)('%s in any value of JSON leaves JSON, with all else as it was', (_what, text) => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.integer(), (before, after, number) => {
        const value = { before, text: `${before} ${text}`, after, list: [number, after] };
        const masked: unknown = JSON.parse(maskSecrets(JSON.stringify(value)));
        expect(masked).toEqual({ ...value, text: expect.stringContaining(MASK) });
      }),
      { numRuns: propertyRuns(50) },
    );
  });

  it('says in the middle of a message what was there, and keeps the rest', () => {
    expect(
      maskSecrets('connect postgresql://muster:s3cr3t@10.0.0.1:5432/orders?sslmode=require: timeout'),
    ).toBe(`connect postgresql://muster:${MASK}@10.0.0.1:5432/orders?sslmode=require: timeout`);
    expect(maskSecrets('{"password":"s3cr3t","port":5432}')).toBe(`{"password":"${MASK}","port":5432}`);
  });

  it.each([
    'password authentication failed for user "muster"',
    'http://10.0.0.1:8080/health answered 503',
    '{"passwordSecret":"muster/orders","password":null}',
    'arn:aws:kms:eu-west-1:000000000000:key/0a1b2c3d-0000-1111-2222-333344445555',
    `{"sha256":"${'ab'.repeat(32)}","at":"2026-03-01T12:00:00.000000Z"}`,
    '-----BEGIN PUBLIC KEY-----',
    'connection of bearer',
  ])('leaves what is no secret: %s', (text) => {
    expect(maskSecrets(text)).toBe(text);
    expect(secretPlaces(text)).toEqual([]);
  });
});

describe('passwords that are known', () => {
  const password = 'kV9"fq\\2 x/Tr';
  const nested = JSON.stringify({ cause: JSON.stringify({ errorMessage: `no ${password}.` }) });

  it.each([
    ['in words', `login with ${password}!`, `login with ${MASK}!`],
    ['as JSON has it', JSON.stringify([password, 1]), `["${MASK}",1]`],
    [
      'in JSON inside of JSON',
      nested,
      nested.replace(JSON.stringify(JSON.stringify(password)).slice(3, -3), MASK),
    ],
    ['in a URL', `/?p=${encodeURIComponent(password)}&q=1`, `/?p=${MASK}&q=1`],
  ])('are masked %s', (_how, text, masked) => {
    expect(maskSecrets(text, [password])).toBe(masked);
  });

  it('are sought only where they can be nothing else', () => {
    const input = JSON.stringify({ run: 'orders-20261123-010818', databases: [{ id: 'Orders-2026' }] });
    const some = [
      password,
      'short-1',
      'promoted',
      'COMPLETED',
      '20261123',
      '10.0.0.1:5432',
      'Orders-2026',
      password,
    ];
    expect(soughtValues(some, input)).toEqual([password]);
  });
});

test('a long text without a secret takes no longer than its length', () => {
  const long = 'a.b-'.repeat(250_000);
  const start = performance.now();
  expect(maskSecrets(`${long} ${'eyJ'.repeat(1_000)} ${'"x'.repeat(10_000)}`)).toContain(long);
  expect(performance.now() - start).toBeLessThan(2_000);
});

test('nothing is masked in what runs have left, in plans and in the example evidence', () => {
  const folders = ['test/fixtures/golden', 'drills/plans', 'docs/evidence'];
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
      entry.isFile() ? [join(entry.parentPath, entry.name)] : [],
    ),
  );
  expect(files.length).toBeGreaterThan(40);
  expect(files.filter((file) => secretPlaces(readFileSync(file, 'utf8')).length > 0)).toEqual([]);
});
