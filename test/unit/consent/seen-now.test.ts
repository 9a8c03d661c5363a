import { expect, test } from 'vitest';
import { seenNow } from '../../../lib/consent/seen-now.ts';
import type { HeartbeatStatus } from '../../../lib/domain/run/heartbeat-input.ts';
import { makeManualClock, NOON } from '../../fakes/manual-clock.ts';
import { makeMemoryObjects } from '../../fakes/memory-objects.ts';
import { peopleRequest } from '../../fakes/people-request.ts';

const STATUS: HeartbeatStatus = {
  role: 'ledger',
  source: 'orders',
  segment: 0,
  at: '2026-03-01T12:00:00.000000Z',
  good: 30,
  bad: 0,
  lastGoodAt: '2026-03-01T12:00:00.000000Z',
  detectedAt: null,
  failing: false,
  evidence: [],
  unhealthy: [],
};
const KEY = 'runs/watch-1/heartbeat/status/ledger-orders.json';

const seen = (texts: Readonly<Record<string, string>>, secondsLater = 0) => {
  const clock = makeManualClock(NOON + secondsLater * 1e6);
  return seenNow({ objects: makeMemoryObjects(texts), clock }, peopleRequest());
};

test('what is seen now is what the heartbeats of the watch say at this moment', async () => {
  await expect(seen({ [KEY]: JSON.stringify(STATUS) })).resolves.toEqual({
    known: true,
    value: { finding: 'nothing-seen', evidence: [], by: 'watch' },
  });
  const at = '2026-03-01T11:59:58.000000Z';
  const look = {
    vantage: 'eu-west-1',
    subject: 'endpoint',
    seen: 'no answer',
    shows: 'silence',
    at,
  } as const;
  const lost = { ...STATUS, detectedAt: at, failing: true, evidence: [look] };
  await expect(seen({ [KEY]: JSON.stringify(lost) })).resolves.toMatchObject({
    value: { finding: 'region-lost' },
  });
});

test('a word that is old, or none, or one that cannot be read, is not known, and keeps nobody from answering', async () => {
  const silent = { known: false, why: 'the watch says nothing any more' };
  await expect(seen({ [KEY]: JSON.stringify(STATUS) }, 16)).resolves.toEqual(silent);
  await expect(seen({})).resolves.toEqual(silent);
  await expect(seen({ [KEY]: '{' })).resolves.toMatchObject({ known: false });
});

test('a question that is about no loss has nothing to be seen', async () => {
  const ports = { objects: makeMemoryObjects({}), clock: makeManualClock() };
  await expect(seenNow(ports, peopleRequest({ watched: null }))).resolves.toBeNull();
});
