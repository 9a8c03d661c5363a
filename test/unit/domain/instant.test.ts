import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatInstant, parseInstant, secondsBetween } from '../../../lib/domain/instant.ts';
import { instantText } from '../../../lib/domain/stored.ts';

/** 1970 to 2255, in which a number holds microseconds exactly. */
const instants = fc.integer({ min: 0, max: 8_999_999_999_999_999 });

describe('an instant', () => {
  it.each([
    [0, '1970-01-01T00:00:00.000000Z'],
    [1, '1970-01-01T00:00:00.000001Z'],
    [999_999, '1970-01-01T00:00:00.999999Z'],
    [1_772_366_400_040_000, '2026-03-01T12:00:00.040000Z'],
  ])('%i is written as %s', (instant, text) => {
    expect(formatInstant(instant)).toBe(text);
    expect(parseInstant(text)).toBe(instant);
  });

  it('is read as it was written, in the one form that files hold', () => {
    fc.assert(
      fc.property(instants, (instant) => {
        const text = formatInstant(instant);
        expect(parseInstant(text)).toBe(instant);
        expect(instantText.parse(text)).toBe(text);
      }),
    );
  });

  it('sorts as text as it sorts as a number', () => {
    fc.assert(
      fc.property(instants, instants, (a, b) => {
        expect(formatInstant(a) < formatInstant(b)).toBe(a < b);
      }),
    );
  });

  it.each([
    '2026-03-01T12:00:00Z',
    '2026-03-01T12:00:00.000Z',
    '2026-03-01T12:00:00.000000+00:00',
    '2026-03-01 12:00:00.000000Z',
    '2026-13-01T12:00:00.000000Z',
    '',
  ])('is not "%s"', (text) => {
    expect(() => parseInstant(text)).toThrow(
      new RangeError(`"${text}" is not an instant: expected YYYY-MM-DDThh:mm:ss.ffffffZ`),
    );
  });

  it('is so many seconds from another, negative when that is earlier', () => {
    expect(secondsBetween(1_000_000, 2_500_000)).toBe(1.5);
    expect(secondsBetween(2_500_000, 1_000_000)).toBe(-1.5);
  });
});
