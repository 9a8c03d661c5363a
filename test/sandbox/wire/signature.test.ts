import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { SignedParts } from '../../../lib/sandbox/wire/canonical-request.ts';
import { parseSignedScope, type SignedScope } from '../../../lib/sandbox/wire/signed-scope.ts';
import { makeVerifySignature } from '../../../lib/sandbox/wire/verify-signature.ts';

// AWS's published example: IAM user guide, signing test suite, "get-vanilla-query-order-key-case".
const AUTHORIZATION =
  'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, ' +
  'SignedHeaders=host;x-amz-date, Signature=b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500';
const headers = {
  host: 'example.amazonaws.com',
  'x-amz-date': '20150830T123600Z',
  authorization: AUTHORIZATION,
};
const credentials = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
};
const query = new URLSearchParams('Param2=value2&Param1=value1');
const parts: SignedParts = { method: 'GET', path: '/', query, headers, body: Buffer.alloc(0) };
const verify = makeVerifySignature(credentials);

function scope(): SignedScope {
  const parsed = parseSignedScope(headers, query);
  if (!parsed) throw new Error('the example has no scope');
  return parsed;
}

test('the published example of SigV4 is accepted, and its scope names region and service', () => {
  expect(scope()).toMatchObject({ region: 'us-east-1', service: 'service', accessKeyId: 'AKIDEXAMPLE' });
  expect(() => verify(scope(), parts, 'query')).not.toThrow();
});

test.each([
  ['method', { ...parts, method: 'POST' }],
  ['path', { ...parts, path: '/other' }],
  ['query', { ...parts, query: new URLSearchParams('Param1=value1') }],
  ['signed header', { ...parts, headers: { ...headers, host: 'elsewhere' } }],
  ['body', { ...parts, body: Buffer.from('x') }],
])('another %s is refused', (_what, changed) => {
  expect(() => verify(scope(), changed, 'query')).toThrow(
    'The request signature we calculated does not match',
  );
});

test('a body is held against the hash that its header declares', () => {
  const declared = createHash('sha256').update('sent').digest('hex');
  const signed = {
    ...parts,
    headers: { ...headers, 'x-amz-content-sha256': declared },
    body: Buffer.from('changed'),
  };
  expect(() => verify(scope(), signed, 'rest-xml')).toThrow(
    'The request signature we calculated does not match',
  );
});

test('a request without a readable signature has no scope', () => {
  expect(parseSignedScope({}, new URLSearchParams())).toBeUndefined();
  expect(parseSignedScope({ authorization: 'Basic eDp5' }, new URLSearchParams())).toBeUndefined();
  expect(
    parseSignedScope({ authorization: 'AWS4-HMAC-SHA256 Credential=a/b/c' }, new URLSearchParams()),
  ).toBeUndefined();
});

test('a presigned query names its scope too', () => {
  const presigned = new URLSearchParams({
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': 'AKIDEXAMPLE/20150830/eu-west-1/s3/aws4_request',
    'X-Amz-SignedHeaders': 'host',
    'X-Amz-Signature': 'ab',
    'X-Amz-Date': '20150830T123600Z',
  });
  expect(parseSignedScope({}, presigned)).toMatchObject({
    region: 'eu-west-1',
    service: 's3',
    presigned: true,
  });
});
