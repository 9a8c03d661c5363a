import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byUtf8 } from '../../../../lib/sandbox/s3/by-utf8.ts';

test('keys are ordered by the bytes of their UTF-8', () => {
  const unit = fc.constantFrom('a', '/', 'é', '\uD7FF', '\uE000', '\uFFFD', '\u{1F600}', '\u{10FFFF}');
  const key = fc.string({ unit, maxLength: 6 });
  fc.assert(
    fc.property(key, key, (one, other) => {
      expect(Math.sign(byUtf8(one, other))).toBe(Buffer.compare(Buffer.from(one), Buffer.from(other)));
    }),
  );
});
