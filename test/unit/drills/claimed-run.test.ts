import { expect, test } from 'vitest';
import { cleanRuns } from '../../../lib/cli/clean-runs.ts';
import { goOnAgain } from '../../../lib/cli/go-on-again.ts';
import { refuseFinished } from '../../../lib/cli/refuse-finished.ts';
import { isFinishName } from '../../../lib/domain/run/finish-name.ts';
import { drillInput } from '../../model/drill-input.ts';
import { makeGuards } from '../../model/guards.ts';
import { NOON } from '../../fakes/manual-clock.ts';
import { makeEngine, makeModelAws, type ModelAws } from '../../model/model-aws.ts';

const engine = makeEngine();

/** A drill that was cut off with its fault in force. */
async function cutOff() {
  const aws = makeModelAws(engine, { guards: makeGuards() });
  const { world, access } = aws;
  const arn = await world.clock.drive(aws.start(drillInput('drill')));
  while (!world.outcomes.has('drill/InjectDisruption')) await world.clock.pass(0.005);
  aws.crash('functions');
  await world.clock.drive(access.recovery.executions.stop(arn, 'its host was ended'));
  return { aws, arn };
}

type Recovery = ModelAws['access']['recovery'];

/** As `muster resume` does it, and as `muster clean` does; whichever is refused is refused in words. */
async function resume(recovery: Recovery, executionArn: string): Promise<string> {
  const gone = refuseFinished(recovery.workflows, executionArn).then(() =>
    goOnAgain(recovery, { run: 'drill', executionArn }, { by: 'Ben', reason: '', advice: null, at: NOON }),
  );
  return gone.then(() => 'goes on', String);
}

async function sweep({ access }: ModelAws, recovery: Recovery): Promise<string> {
  const [cleaned] = await cleanRuns({ ...access, recovery }, { dryRun: false, tell: () => undefined });
  return cleaned?.left?.join('; ') ?? 'nothing found';
}

async function begunAtRest({ world, states }: ModelAws) {
  await world.clock.rest(24);
  expect([...world.breaches]).toEqual([]);
  const redrives = states.all().flatMap((execution) => execution.redrives()).length;
  return { redrives, finishers: states.all().filter(({ record }) => isFinishName(record.name)).length };
}

test('a run that somebody makes go on between the last look of a finisher and its start is finished, and does not go on', async () => {
  const { aws, arn } = await cutOff();
  const { recovery } = aws.access;
  const said: string[] = [];
  const start: Recovery['workflows']['start'] = async (request) => {
    said.push(await resume(recovery, arn));
    return recovery.workflows.start(request);
  };
  await aws.world.clock.drive(sweep(aws, { ...recovery, workflows: { ...recovery.workflows, start } }));
  expect(said).toEqual([expect.stringContaining('run drill is being brought to its end by somebody')]);
  expect(await begunAtRest(aws)).toEqual({ redrives: 0, finishers: 1 });
});

test('a run that a finisher finds between the last look of whoever makes it go on and the redrive goes on, and is not finished', async () => {
  const { aws, arn } = await cutOff();
  const { recovery } = aws.access;
  const said: string[] = [];
  const redrive: Recovery['executions']['redrive'] = async (...given) => {
    said.push(await sweep(aws, recovery));
    return recovery.executions.redrive(...given);
  };
  const gone = resume({ ...recovery, executions: { ...recovery.executions, redrive } }, arn);
  expect(await aws.world.clock.drive(gone)).toBe('goes on');
  expect(said).toEqual([expect.stringContaining('run drill is being made to go on by somebody')]);
  expect(await begunAtRest(aws)).toEqual({ redrives: 1, finishers: 0 });
});
