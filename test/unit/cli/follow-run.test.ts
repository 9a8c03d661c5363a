import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { followRun } from '../../../lib/cli/follow-run.ts';
import { besideRun } from '../../../lib/cli/run-directory.ts';
import { Progress } from '../../../lib/cli/progress.ts';
import { stateDirectory } from '../../../lib/cli/state-directory.ts';
import { runKeys } from '../../../lib/domain/run/run-keys.ts';
import { makeFakeWorkflows } from '../../fakes/fake-workflows.ts';
import { makeMemoryObjects } from '../../fakes/memory-objects.ts';
import { peopleRequest } from '../../fakes/people-request.ts';
import { runInput } from '../../fakes/run-input.ts';
import { EXECUTION } from '../../fakes/step-event.ts';
import { plainTerminal } from '../../fakes/plain-terminal.ts';

let base: string;
/** What belongs to a run and is no part of its record lies beside its directory. */
let directory: string;
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'muster-follow-'));
  directory = join(base, 'run-1');
  await mkdir(directory);
});
afterEach(() => rm(base, { recursive: true, force: true }));

const FILES = {
  [runKeys.file('run-1', 'judgement.json')]: '{"verdicts":{}}',
  [runKeys.file('run-1', 'record.ndjson')]: '{}\n',
  [runKeys.notice('run-1', '000002-started')]: '{"subject":"started"}',
  [runKeys.notice('run-1', '000009-done')]: '{"subject":"done"}',
};

const LOCK = { owner: EXECUTION, run: 'run-1', state: 'held', generation: 7, scope: 'real' };

/** Follows a run that ends once it was looked at so many times; answers what was said meanwhile. */
async function followed(texts: Readonly<Record<string, string>>, looks = 0) {
  const err = new PassThrough({ encoding: 'utf8' });
  const terminal = plainTerminal(err, err);
  const objects = makeMemoryObjects(texts);
  let seen = 0;
  const workflows = {
    ...makeFakeWorkflows(),
    status: async () => ((seen += 1) > looks ? 'SUCCEEDED' : 'RUNNING'),
  };
  const sites = {
    plan: 'orders',
    recovery: { objects, workflows },
    primary: { objects: makeMemoryObjects() },
  };
  const state = stateDirectory({ MUSTER_STATE_DIR: join(base, 'state') });
  const ended = await followRun(sites, {
    input: runInput(),
    executionArn: EXECUTION,
    directory,
    state,
    progress: new Progress(terminal),
  });
  return { ended, said: String(err.read() ?? '') };
}

test('a run leaves in its directory what it sealed, and whom it told', async () => {
  const { ended } = await followed(FILES);
  expect(ended).toEqual({ status: 'SUCCEEDED', locks: { sites: [], unread: null } });
  expect((await readdir(directory)).toSorted()).toEqual(['judgement.json', 'record.ndjson']);
  expect(await readFile(besideRun(directory, 'notices.ndjson'), 'utf8')).toBe(
    '{"subject":"started"}\n{"subject":"done"}\n',
  );
});

test('what it asks people is said once, with the commands that answer it', async () => {
  const asked = (id: string, about: string, askedAt: string) =>
    JSON.stringify(peopleRequest({ id, about, askedAt, kind: 'decision', choices: ['retry', 'abort'] }));
  const { said } = await followed(
    {
      [runKeys.request('run-1', 'RequestDecision-0')]: asked(
        'RequestDecision-0',
        'PreFlight',
        '2026-03-01T12:00:00.000000Z',
      ),
      [runKeys.request('run-1', 'RequestDecision-1000')]: asked(
        'RequestDecision-1000',
        'SwitchTraffic',
        '2026-03-01T12:05:00.000000Z',
      ),
    },
    3,
  );
  expect(said).not.toContain('left out');
  // Nobody waits for an answer to the one before.
  expect(said).not.toContain('npx muster retry run-1 PreFlight');
  expect(said.split('npx muster retry run-1 SwitchTraffic --as NAME')).toHaveLength(2);
});

test('an answer that cannot be read is said beside the question, which stays open', async () => {
  const { said } = await followed({
    [runKeys.request('run-1', 'RequestApproval-0')]: JSON.stringify(peopleRequest()),
    [`${runKeys.answers('run-1', 'RequestApproval-0')}.json`]: '{"by":""}',
  });
  expect(said).toContain('npx muster approve run-1 --as NAME');
  expect(said).toContain(
    'the stored answer approvals/run-1/RequestApproval-0/.json cannot be read, and is left out\n',
  );
});

test('a lock that it still holds is answered', async () => {
  const { ended } = await followed({ [runKeys.lock('orders', 'failover')]: JSON.stringify(LOCK) });
  expect(ended.locks).toEqual({ sites: ['recovery'], unread: null });
});
