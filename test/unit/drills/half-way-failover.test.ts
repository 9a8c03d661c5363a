import { expect, test } from 'vitest';
import { readLock } from '../../../lib/aws/lock-object.ts';
import { runKeys } from '../../../lib/domain/run/run-keys.ts';
import type { ModelPorts } from '../../model/environment.ts';
import { cutFromClients } from '../../model/instance-changes.ts';
import { realInput } from '../../model/drill-input.ts';
import { makeGuards } from '../../model/guards.ts';
import { makeEngine, makeModelAws } from '../../model/model-aws.ts';
import { answerRequests } from '../../model/model-people.ts';
import { AWAY, HOME } from '../../model/model-world.ts';
import { PLAN } from '../../model/serving.ts';
import { endWatch, startWatch, WATCH } from '../../model/standing-watch.ts';

const LOGINS = ['app', 'heartbeat'];

test('a real failover that was aborted behind its fence, and could not lift it, is finished by `muster clean`', async () => {
  let isRefused = true;
  const refusing = (ports: ModelPorts): ModelPorts => {
    const { databases, sessions } = ports;
    const refuse = () => Promise.reject(new Error('not authorized'));
    const admit: typeof sessions.admit = (...given) => (isRefused ? refuse() : sessions.admit(...given));
    return { ...ports, databases: { ...databases, promote: refuse }, sessions: { ...sessions, admit } };
  };
  const aws = makeModelAws(makeEngine(), { guards: makeGuards(), spoil: refusing });
  const { world, access } = aws;
  const { clock } = world;
  const primary = () => world.instances.find(({ region }) => region === HOME)?.noLogin;
  const lock = async () => (await readLock(access.recovery.objects, runKeys.lock(PLAN, 'failover')))?.lock;
  await clock.drive(startWatch(aws));
  await clock.pass(15);
  cutFromClients(world, HOME, true);
  await clock.pass(10);
  const arn = await clock.drive(aws.start(realInput('real', { watch: { run: WATCH } })));
  void answerRequests(aws, 'real', ({ kind }) => [
    { by: 'Ben', word: kind === 'decision' ? 'abort' : 'approve' },
  ]);
  await clock.drive(aws.ended(arn));
  expect(await clock.drive(access.recovery.workflows.status(arn))).toBe('FAILED');
  expect(primary()).toEqual(LOGINS);
  expect(await clock.drive(lock())).toMatchObject({ owner: arn, state: 'held' });

  isRefused = false;
  cutFromClients(world, HOME, false);
  const cleaned = await clock.drive(aws.clean());
  expect(cleaned).toMatchObject([{ run: 'real', cleanUp: 'not wholly cleaned up', left: [] }]);
  expect(primary()).toEqual([]);
  expect(await clock.drive(lock())).toMatchObject({ owner: arn, state: 'free' });
  endWatch(aws);
  await clock.rest(24);
  expect([...world.breaches]).toEqual([]);
  expect(world.buckets[AWAY]?.has(runKeys.file('real', 'record.ndjson'))).toBe(true);
});
