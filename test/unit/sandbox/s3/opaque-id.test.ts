import { expect, test } from 'vitest';
import { opaqueId } from '../../../../lib/sandbox/s3/opaque-id.ts';

test('an id is safe in a URL and in a command line, and no two are the same', () => {
  const ids = Array.from({ length: 1000 }, () => opaqueId(24));
  for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9_.]{32}$/);
  expect(new Set(ids).size).toBe(ids.length);
});
