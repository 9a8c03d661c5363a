import { expect, test } from 'vitest';
import { makeObjectLocks } from '../../../lib/aws/object-locks.ts';
import { readLocks } from '../../../lib/cli/unfinished-runs.ts';
import { runKeys } from '../../../lib/domain/run/run-keys.ts';
import { runToRest } from '../../model/kill-matrix.ts';
import { makeEngine, makeModelAws } from '../../model/model-aws.ts';
import { realInput } from '../../model/drill-input.ts';
import { loseRegion } from '../../model/instance-changes.ts';
import { HOME } from '../../model/model-world.ts';
import { SCENARIOS } from '../../model/scenario.ts';
import { startWatch, WATCH } from '../../model/standing-watch.ts';

const engine = makeEngine();
const REAL = SCENARIOS.find(({ name }) => name === 'real, clients cut off, fenced by SQL');

test('a real failover that was cut off keeps its lock, and is named', async () => {
  const aws = makeModelAws(engine);
  const { world, access, states } = aws;
  const { clock } = world;
  await clock.drive(startWatch(aws));
  await clock.pass(15);
  loseRegion(world, HOME);
  await clock.pass(10);
  const arn = await clock.drive(aws.start(realInput('run-1', { watch: { run: WATCH } })));
  await clock.pass(20);
  expect(states.all()[0]?.ending()).toBeNull();
  await clock.drive(access.recovery.executions.stop(arn, 'by mistake'));
  const [cleaned] = await clock.drive(aws.clean());
  expect(cleaned).toMatchObject({
    run: 'run-1',
    status: 'ABORTED',
    heldLocks: ['recovery'],
    left: [
      'a real failover that ended as ABORTED: `npx muster resume run-1` goes on with it, `npx muster abort run-1` brings it to the nearest safe state',
    ],
  });
  const { held } = await clock.drive(readLocks(access));
  expect(held.map(({ owner }) => owner)).toEqual([arn]);
});

test('a real failover that has come to its end, and could not give its lock back, is freed of it', async () => {
  if (!REAL) throw new Error('there is no such scenario');
  const strike = {
    state: 'ReleaseLock',
    point: 'before the call',
    fault: 'access denied',
    call: null,
  } as const;
  const { aws, ended, breaches } = await runToRest(engine, REAL, { strike });
  expect(ended).toBe('FAILED');
  expect(aws.states.all().map(({ record }) => record.name)).toEqual(['run-1', 'run-1-finish-1']);
  expect(breaches).toEqual([]);
  await expect(aws.world.clock.drive(readLocks(aws.access))).resolves.toEqual({ held: [], unread: null });
});

test('a real failover that was finished before a lock landed that it had asked for is freed of it', async () => {
  const aws = makeModelAws(engine);
  const { world, access } = aws;
  const { clock } = world;
  await clock.drive(startWatch(aws));
  await clock.pass(15);
  const arn = await clock.drive(aws.start(realInput('run-1', { watch: { run: WATCH } })));
  aws.crash('functions');
  await clock.drive(access.recovery.executions.stop(arn, 'by mistake'));
  await clock.drive(aws.clean());
  // A function goes on for a while after its execution was stopped.
  const late = makeObjectLocks({
    objects: access.primary.objects,
    statusOf: async () => null,
    now: () => clock.now(),
  });
  const key = runKeys.lock(access.plan, 'failover');
  const request = { key, run: 'run-1', owner: arn, scope: 'real', preempt: false } as const;
  await clock.drive(late.acquire(request));
  const [cleaned] = await clock.drive(aws.clean());
  expect(cleaned).toMatchObject({ run: 'run-1', heldLocks: ['primary'], left: [] });
  await expect(clock.drive(readLocks(access))).resolves.toEqual({ held: [], unread: null });
});
