import { afterAll, beforeAll, expect, test } from 'vitest';
import { utf8 } from '../../../lib/domain/bytes.ts';
import { parseTimeStamp } from '../../../lib/domain/evidence/time-stamp.ts';
import { timeStamped } from '../../../lib/evidence/time-stamped.ts';
import { sha256Bytes } from '../../fakes/fake-signer.ts';
import { makeAuthority, UNSTAMPED } from '../../fakes/time-stamping.ts';

let authority: Awaited<ReturnType<typeof makeAuthority>>;
beforeAll(async () => {
  authority = await makeAuthority();
});
afterAll(() => authority.remove());

const SIGNATURE = utf8('a signature');

function asked(answers: readonly ((request: Uint8Array) => Promise<Uint8Array>)[]) {
  const urls: string[] = [];
  const askAuthority = (url: string, request: Uint8Array) => {
    urls.push(url);
    return answers[urls.length - 1]?.(request) ?? UNSTAMPED.askAuthority();
  };
  const ports = { ...UNSTAMPED, sha256: sha256Bytes, askAuthority };
  return { urls, stamp: () => timeStamped(ports, 'http://tsa.example', SIGNATURE) };
}

test('an authority is asked until it stamps this signature', async () => {
  const { urls, stamp } = asked([UNSTAMPED.askAuthority, authority.reply]);
  const got = await stamp();
  expect(got && parseTimeStamp(got)?.digest).toEqual(sha256Bytes(SIGNATURE));
  expect(urls).toEqual(['http://tsa.example', 'http://tsa.example']);
});

test('the answer to an earlier request is none, and one that never answers is not asked for ever', async () => {
  let first: Uint8Array | null = null;
  const remembering = async (request: Uint8Array) => {
    first ??= await authority.reply(request);
    return first;
  };
  const { stamp } = asked([remembering]);
  expect(await stamp()).not.toBeNull();
  const again = asked([remembering, remembering, remembering]);
  expect(await again.stamp()).toBeNull();
  expect(again.urls).toHaveLength(3);
});
