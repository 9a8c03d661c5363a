import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { factWithin } from '../../../lib/cli/fact-within.ts';
import { RegionUnreachable } from '../../../lib/domain/failure.ts';

test('what comes in time is known; silence and failures are not, and say why', async () => {
  await expect(factWithin(async () => 7)).resolves.toEqual({ known: true, value: 7 });
  await expect(factWithin(() => sleep(60_000, 7, { ref: false }), 20)).resolves.toEqual({
    known: false,
    why: 'no answer within 0.02 s',
  });
  const failure = new RegionUnreachable({ subject: 'RDS in mars', seen: 'ECONNREFUSED', limit: 'an answer' });
  await expect(factWithin(() => Promise.reject(failure))).resolves.toEqual({
    known: false,
    why: 'RDS in mars: ECONNREFUSED',
  });
  await expect(factWithin(() => Promise.reject(new Error('one\ntwo')))).resolves.toEqual({
    known: false,
    why: 'one',
  });
});
