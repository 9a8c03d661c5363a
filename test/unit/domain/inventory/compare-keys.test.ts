import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareKeys } from '../../../../lib/domain/inventory/compare-keys.ts';

const sign = Math.sign;

describe('the order of keys', () => {
  it('is that of the bytes of their UTF-8', () => {
    const unit = fc.constantFrom('a', '/', 'é', '\uD7FF', '\uE000', '\uFFFD', '\u{1F600}', '\u{10FFFF}');
    const key = fc.string({ unit, maxLength: 6 });
    fc.assert(
      fc.property(key, key, (one, other) => {
        expect(sign(compareKeys(one, other))).toBe(Buffer.compare(Buffer.from(one), Buffer.from(other)));
      }),
      { numRuns: 300 },
    );
  });

  it('is not that of code units, where the two differ', () => {
    const [beyond, private_] = ['\u{1F600}', '\uE000'];
    expect(beyond < private_).toBe(true);
    expect(sign(compareKeys(beyond, private_))).toBe(1);
    expect(sign(compareKeys('a', 'a/b'))).toBe(-1);
  });
});
