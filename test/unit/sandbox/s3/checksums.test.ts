import { expect, test } from 'vitest';
import { digestOf } from '../../../../lib/sandbox/s3/checksums/algorithms.ts';

// The check values of each algorithm: of the nine digits, as catalogues of CRCs give them.
test.each([
  ['crc32', 'cbf43926'],
  ['crc32c', 'e3069283'],
  ['crc64nvme', 'ae8b14860a799888'],
  ['sha1', 'f7c3bc1d808e04732adf679965ccc34ca7ae3441'],
] as const)('%s of the nine digits', (algorithm, expected) => {
  expect(digestOf(algorithm, Buffer.from('123456789')).toString('hex')).toBe(expected);
});

test('nothing has a checksum too', () => {
  expect(digestOf('crc64nvme', Buffer.alloc(0)).toString('hex')).toBe('0000000000000000');
  expect(digestOf('crc32c', Buffer.alloc(0)).toString('hex')).toBe('00000000');
});
