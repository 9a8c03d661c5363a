import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { expect, test } from 'vitest';
import { fromHex } from '../../../../lib/domain/bytes.ts';
import { isNormalSignature, normalSignature } from '../../../../lib/domain/evidence/ecdsa-signature.ts';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const DATA = Buffer.from('data');
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const integer = (value: bigint) => {
  const digits = value.toString(16);
  const even = digits.length % 2 === 1 ? `0${digits}` : digits;
  const content = /^[89a-f]/.test(even) ? `00${even}` : even;
  return `02${(content.length / 2).toString(16).padStart(2, '0')}${content}`;
};
const der = (r: bigint, s: bigint) => {
  const body = integer(r) + integer(s);
  return fromHex(`30${(body.length / 2).toString(16).padStart(2, '0')}${body}`);
};

test('every signature has one form that holds, which is its own form', () => {
  for (let time = 0; time < 200; time += 1) {
    const normal = normalSignature(sign('sha256', DATA, privateKey)) ?? new Uint8Array();
    expect(verify('sha256', DATA, publicKey, normal)).toBe(true);
    expect(isNormalSignature(normal)).toBe(true);
    expect(normalSignature(normal)).toEqual(normal);
  }
});

test('the higher value of s is put for the lower one', () => {
  expect(normalSignature(der(5n, ORDER - 7n))).toEqual(der(5n, 7n));
  expect(isNormalSignature(der(5n, ORDER - 7n))).toBe(false);
  expect(isNormalSignature(der(5n, 7n))).toBe(true);
});

test.each([
  ['nothing', ''],
  ['another sequence', '31060201050201 07'.replace(' ', '')],
  ['bytes after it', '300602010502010700'],
  ['a length that is not its own', '3007020105020107'],
  ['an integer with a zero too many', '30070202000502 0107'.replace(' ', '')],
  ['a negative integer', '3006020185020107'],
  ['one integer', '3003020105'],
  ['a zero', '3006020100020107'],
  ['an integer without bytes', '30050200020107'],
])('%s is no signature', (_what, text) => {
  expect(normalSignature(fromHex(text))).toBeNull();
});

test('a value that is the order of the curve, or above it, is none', () => {
  expect(normalSignature(der(ORDER, 7n))).toBeNull();
  expect(normalSignature(der(5n, ORDER))).toBeNull();
  expect(normalSignature(der(ORDER - 1n, ORDER - 1n))).toEqual(der(ORDER - 1n, 1n));
});
