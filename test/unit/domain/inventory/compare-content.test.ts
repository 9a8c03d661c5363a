import { describe, expect, it } from 'vitest';
import { compareContent } from '../../../../lib/domain/inventory/compare-content.ts';
import { ANOTHER_ETAG, headOf, object } from '../../../fakes/listings.ts';

const ONE = object('a');
const OTHER = object('a', { etag: ANOTHER_ETAG });
const IN_PARTS = object('a', { etag: '"0123456789abcdef0123456789abcdef-3"' });
const sum = (value: string, ofParts = false) => ({ checksum: { algorithm: 'SHA256', value, ofParts } });

describe('whether two objects hold the same bytes', () => {
  it.each([
    ['equal size and tag', ONE, ONE, { is: 'same', basis: 'size-and-etag' }],
    ['another size', ONE, object('a', { size: 101 }), { is: 'different', differs: ['size'] }],
    ['tags that are digests', headOf(ONE), headOf(OTHER), { is: 'different', differs: ['etag'] }],
    ['tags of a listing, which may be no digests', ONE, OTHER, { is: 'undecided' }],
    ['a tag of parts', headOf(ONE), headOf(IN_PARTS), { is: 'undecided' }],
    ['a tag under a key of KMS', headOf(ONE), headOf(OTHER, { etagIsOpaque: true }), { is: 'undecided' }],
    [
      'equal checksums behind other tags',
      headOf(ONE, sum('x')),
      headOf(OTHER, sum('x')),
      { is: 'same', basis: 'checksum' },
    ],
    [
      'other checksums behind equal tags',
      headOf(ONE, sum('x')),
      headOf(ONE, sum('y')),
      { is: 'different', differs: ['checksum'] },
    ],
    [
      'other checksums of parts, which depend on how it was cut',
      headOf(IN_PARTS, sum('x', true)),
      headOf(OTHER, sum('y', true)),
      { is: 'undecided' },
    ],
    [
      'a checksum on one side only',
      headOf(ONE, sum('x')),
      headOf(ONE),
      { is: 'same', basis: 'size-and-etag' },
    ],
  ] as const)('%s', (...[, one, other, content]) => {
    expect(compareContent(one, other)).toEqual(content);
    expect(compareContent(other, one)).toEqual(content);
  });
});
