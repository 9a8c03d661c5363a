import { expect, test } from 'vitest';
import { makeObjectLocks } from '../../../lib/aws/object-locks.ts';
import { cleanRuns } from '../../../lib/cli/clean-runs.ts';
import { finishRun } from '../../../lib/cli/finish-run.ts';
import { readLocks, unfinishedRuns } from '../../../lib/cli/unfinished-runs.ts';
import { runKeys } from '../../../lib/domain/run/run-keys.ts';
import { runToRest } from '../../model/kill-matrix.ts';
import { makeEngine, type ModelAws, makeModelAws } from '../../model/model-aws.ts';
import { drillInput, realInput } from '../../model/drill-input.ts';
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

/** A lock of the primary site, which a function took for a run after its execution was stopped and the run finished. */
async function takenLate({ world, access }: ModelAws, arn: string): Promise<void> {
  const late = makeObjectLocks({
    objects: access.primary.objects,
    statusOf: async () => null,
    now: () => world.clock.now(),
  });
  const key = runKeys.lock(access.plan, 'failover');
  const request = { key, run: 'run-1', owner: arn, scope: 'real', preempt: false } as const;
  await world.clock.drive(late.acquire(request));
}

test.each([
  ['before a lock landed that it had asked for', null],
  [
    'without a seal, before a lock landed that it had asked for',
    { state: 'SealRecord', point: 'before the call', fault: 'access denied', call: null },
  ],
] as const)('a real failover that was finished %s is freed of it', async (_, strike) => {
  const aws = makeModelAws(engine, { strike });
  const { world, access } = aws;
  const { clock } = world;
  await clock.drive(startWatch(aws));
  await clock.pass(15);
  const arn = await clock.drive(aws.start(realInput('run-1', { watch: { run: WATCH } })));
  aws.crash('functions');
  await clock.drive(access.recovery.executions.stop(arn, 'by mistake'));
  await clock.drive(cleanRuns(access, { dryRun: false, tell: () => undefined }));
  await takenLate(aws, arn);
  const [cleaned] = await clock.drive(aws.clean());
  expect(cleaned).toMatchObject({ run: 'run-1', heldLocks: ['primary'], sealed: strike === null, left: [] });
  await expect(clock.drive(readLocks(access))).resolves.toEqual({ held: [], unread: null });
});

test('a drill that somebody has made to go on since it was found is not finished beside it', async () => {
  const aws = makeModelAws(engine);
  const { world, access } = aws;
  const { clock } = world;
  const { recovery } = access;
  const arn = await clock.drive(aws.start(drillInput('run-1')));
  await clock.pass(2);
  await clock.drive(recovery.executions.stop(arn, 'by mistake'));
  const [found] = await clock.drive(unfinishedRuns(access));
  if (!found) throw new Error('no run was found');
  await clock.drive(recovery.executions.redrive(arn, 'end-0'));
  await expect(clock.drive(finishRun(access, found, { byTheWay: false }))).rejects.toThrow(
    'the history of run run-1 does not end: somebody has made it go on',
  );
  expect(aws.states.all()).toHaveLength(1);
});

test('a run that was finished ten times in vain is finished once more where somebody asks for it, and not by the way', async () => {
  const aws = makeModelAws(engine);
  const { world, access } = aws;
  const { clock } = world;
  const arn = await clock.drive(aws.start(drillInput('run-1')));
  await clock.pass(2);
  await clock.drive(access.recovery.executions.stop(arn, 'by mistake'));
  const [found] = await clock.drive(unfinishedRuns(access));
  if (!found) throw new Error('no run was found');
  const finishes = Array.from({ length: 10 }, () => ({
    arn: 'arn:earlier',
    name: 'earlier',
    status: 'FAILED',
  }));
  const often = { ...found, finishes };
  await expect(clock.drive(finishRun(access, often, { byTheWay: true }))).rejects.toThrow(
    'run run-1 was finished 10 times and is not cleaned up: look at it; `npx muster clean` tries again',
  );
  await expect(clock.drive(finishRun(access, often, { byTheWay: false }))).resolves.toBe('FAILED');
  expect(aws.states.all().map(({ record }) => record.name)).toEqual(['run-1', 'run-1-finish-11']);
  await expect(clock.drive(unfinishedRuns(access))).resolves.toEqual([]);
});
