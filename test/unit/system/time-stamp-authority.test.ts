import { afterAll, beforeAll, expect, test } from 'vitest';
import { timeStampRequest } from '../../../lib/domain/evidence/time-stamp.ts';
import { askTimeStampAuthority } from '../../../lib/system/time-stamp-authority.ts';
import { makeAuthority, serveAuthority } from '../../fakes/time-stamping.ts';

const REQUEST = timeStampRequest(new Uint8Array(32).fill(7), Uint8Array.of(1, 2, 3));
let authority: Awaited<ReturnType<typeof makeAuthority>>;
beforeAll(async () => {
  authority = await makeAuthority();
});
afterAll(() => authority.remove());

test('what an authority answers over HTTP is answered as it came', async () => {
  let answered: Uint8Array | null = null;
  const server = await serveAuthority(async (request) => {
    expect(request).toEqual(Buffer.from(REQUEST));
    answered = await authority.reply(request);
    return answered;
  });
  try {
    expect(await askTimeStampAuthority(server.url, REQUEST)).toEqual(answered);
  } finally {
    server.close();
  }
});

test('an error, and an answer of another kind, are none', async () => {
  const server = await serveAuthority(() => Promise.reject(new Error('not today')));
  try {
    await expect(askTimeStampAuthority(server.url, REQUEST)).rejects.toThrow('status 500');
  } finally {
    server.close();
  }
  await expect(askTimeStampAuthority(server.url, REQUEST)).rejects.toThrow();
});
