import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { Progress } from '../../../lib/cli/progress.ts';
import { sayWaiting } from '../../../lib/cli/waiting-requests.ts';
import type { PeopleRequest } from '../../../lib/domain/approval/people-request.ts';
import { runKeys } from '../../../lib/domain/run/run-keys.ts';
import { makeMemoryObjects } from '../../fakes/memory-objects.ts';
import { peopleRequest } from '../../fakes/people-request.ts';
import { plainTerminal } from '../../fakes/plain-terminal.ts';

/** What somebody who follows the run reads, once all that it asks was looked at. */
async function said(...requests: readonly PeopleRequest[]): Promise<string> {
  const objects = makeMemoryObjects();
  for (const request of requests)
    await objects.put(runKeys.request(request.run, request.id), JSON.stringify(request));
  const terminal = plainTerminal();
  const waiting = sayWaiting({ objects, run: 'run-1', progress: new Progress(terminal) });
  await sleep(50);
  waiting.end();
  return String(terminal.err.read() ?? '');
}

const first = peopleRequest();
const second = peopleRequest({
  id: 'RequestAcceptance-1',
  kind: 'divergence',
  askedAt: '2026-03-01T12:20:00.000000Z',
  expiresAt: '2026-03-01T12:35:00.000000Z',
  needed: 2,
});

it('says what is asked, with every command that answers it', async () => {
  const text = await said(first);
  expect(text).toContain('WAITING FOR APPROVAL by one person');
  expect(text).toContain('until 2026-03-01 12:15:00 UTC');
  for (const word of ['approve', 'deny', 'abort'])
    expect(text).toContain(`npx muster ${word} run-1 --as NAME`);
});

it('says nothing of a question that nobody waits for any more', async () => {
  const text = await said(first, second);
  expect(text).toContain('THE FENCE IS NOT PROVEN');
  expect(text).not.toContain('WAITING FOR APPROVAL');
});
