import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { fromBase64, utf8Text } from '../../../lib/domain/bytes.ts';
import { canonicalJson, readCanonical } from '../../../lib/domain/canonical-json.ts';

test('is the text of RFC 8785, section 3.2.2', () => {
  const value = {
    numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
    string: '\u20ac$\u000f\nA\'B"\\\\"/',
    literals: [null, true, false],
  };
  expect(canonicalJson(value)).toBe(
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  );
});

test('sorts names by their UTF-16 code units, as RFC 8785, section 3.2.3 has it', () => {
  const value = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\u{1f600}': 5, '\u0080': 6, '\u00f6': 7 };
  expect(Object.keys(JSON.parse(canonicalJson(value)))).toEqual(
    Object.keys(JSON.parse('{"1":0,"\\r":0,"\u0080":0,"\u00f6":0,"\u20ac":0,"\u{1f600}":0,"\ufb33":0}')),
  );
});

/** A name that parsers leave out without a word: where it is used, a text is none. Within a text its quotes are escaped. */
const LEFT_OUT = '"__proto__":';

test('of any value is read back, and is the only text that is', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 3, noUnicodeString: false }), (value) => {
      const text = canonicalJson(value);
      const read = readCanonical(z.json(), text);
      if (text.includes(LEFT_OUT)) expect(read).toBeNull();
      else expect(canonicalJson(read)).toBe(text);
      expect(readCanonical(z.json(), ` ${text}`)).toBeNull();
    }),
    { numRuns: 100 },
  );
});

test.each([
  '{"b":1,"a":2}',
  '{"a":1.0}',
  '{"a":1,"a":1}',
  '{"a" :1}',
  '"\\u0041"',
  '{"__proto__":false}',
  '',
  'x',
])('%s is no canonical text', (text) => {
  expect(readCanonical(z.json(), text)).toBeNull();
});

test('what JSON has no form for has no canonical text', () => {
  expect(() => canonicalJson(undefined)).toThrow('undefined has no form in JSON');
  expect(() => canonicalJson({ a: Number.NaN })).toThrow();
});

test.each(['QQ', 'QR==', 'Q Q==', 'QQ==\n', '!', 'QUI-'])('%s is no strict base64', (text) => {
  expect(fromBase64(text)).toBeNull();
});

test('a text keeps its byte order mark, and bytes that are no UTF-8 are no text', () => {
  expect(utf8Text(Uint8Array.of(0xef, 0xbb, 0xbf, 65))).toBe('\ufeffA');
  expect(utf8Text(Uint8Array.of(0xff))).toBeNull();
});
