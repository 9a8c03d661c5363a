import { willing } from './scenario.ts';
import { realInput, drillInput } from './drill-input.ts';
import { makeGuards } from './guards.ts';
import { cutFromClients } from './instance-changes.ts';
import { type Engine, makeModelAws, type ModelAws, type ModelOptions } from './model-aws.ts';
import { answerRequests } from './model-people.ts';
import { HOME } from './model-world.ts';
import { startWatch, WATCH } from './standing-watch.ts';
import type { Strike } from './strike.ts';

/** Right before clients are let in again, with the lock just asked for, the function stands still for as long as it may. */
const STANDS_STILL: Strike = {
  state: 'ReturnRegion',
  point: 'between check and call',
  fault: 'late answer',
  call: { what: 'sessions.admit', subject: 'orders-north' },
};
const STEP_SECONDS = 0.005;

/**
 * A drill that has fenced its old primary by SQL and was ended from outside, and another execution that brings it to its
 * end: it is about to take the fence back, and is paused between its check and its call.
 */
export async function pausedFinisher(engine: Engine, spoil?: ModelOptions['spoil']) {
  let isAbout = false;
  const aws = makeModelAws(engine, {
    guards: makeGuards(),
    strike: STANDS_STILL,
    called: (state, { what }) => {
      isAbout ||= state === STANDS_STILL.state && what === STANDS_STILL.call?.what;
    },
    ...(spoil ? { spoil } : {}),
  });
  const { world, access } = aws;
  const until = async (isSo: () => boolean) => {
    while (!isSo()) await world.clock.pass(STEP_SECONDS);
  };
  await world.clock.drive(startWatch(aws));
  await world.clock.pass(15);
  const input = drillInput('drill', {
    disruption: { adapter: 'fis', fault: 'partition=clients', conditions: [] },
  });
  const drill = await world.clock.drive(aws.start(input));
  await until(() => world.outcomes.has('drill/FenceOldPrimary'));
  aws.crash('functions');
  await world.clock.drive(access.recovery.executions.stop(drill, 'its host was ended'));
  const cleaned = aws.clean();
  await until(() => isAbout);
  return { aws, drill, cleaned };
}

/**
 * A drill that has stopped jobs and fenced its old primary by SQL, and was ended from outside before it wrote that down.
 * A real failover has taken its lock, and nobody wants it after all.
 */
export async function deniedPreemption(engine: Engine, spoil?: ModelOptions['spoil']): Promise<ModelAws> {
  const aws = makeModelAws(engine, { guards: makeGuards(), ...(spoil ? { spoil } : {}) });
  const { world, access } = aws;
  const { clock } = world;
  const jobs = { backgroundJobs: [{ name: 'billing' }] };
  const fault = { adapter: 'fis', fault: 'partition=clients', conditions: [] } as const;
  await clock.drive(startWatch(aws));
  await clock.pass(15);
  const drill = await clock.drive(
    aws.start(drillInput('drill', { ...jobs, disruption: { ...fault, conditions: [] } })),
  );
  while (!world.outcomes.has('drill/FenceOldPrimary')) await clock.pass(STEP_SECONDS);
  aws.crash('functions');
  await clock.drive(access.recovery.executions.stop(drill, 'its host was ended'));
  const real = await clock.drive(aws.start(realInput('real', { ...jobs, watch: { run: WATCH } })));
  void answerRequests(aws, 'real', ({ kind }) => [
    { by: 'Ben', word: kind === 'decision' ? 'abort' : 'deny' },
  ]);
  await clock.drive(aws.ended(real));
  return aws;
}

/** Clients are cut off in earnest, and on-call starts a real failover, which pre-empts what is under way. */
export async function failOver(aws: ModelAws): Promise<void> {
  const { clock } = aws.world;
  cutFromClients(aws.world, HOME, true);
  await clock.pass(10);
  const input = realInput('real', { watch: { run: WATCH } });
  const arn = await clock.drive(aws.start(input));
  void answerRequests(aws, input.run, willing());
  await clock.drive(aws.ended(arn));
}
