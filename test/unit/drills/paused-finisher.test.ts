import { expect, test } from 'vitest';
import { refuseFinished } from '../../../lib/cli/refuse-finished.ts';
import { OUTCOMES } from '../../../lib/domain/record/outcomes.ts';
import { isFinishName } from '../../../lib/domain/run/finish-name.ts';
import type { ModelPorts } from '../../model/environment.ts';
import { failOver, pausedFinisher } from '../../model/finisher.ts';
import { makeEngine, type ModelAws } from '../../model/model-aws.ts';
import { endWatch } from '../../model/standing-watch.ts';

const engine = makeEngine();
const TWO_PRIMARIES = /^orders-north and orders-west take writes at once/;

async function toRest(aws: ModelAws): Promise<readonly string[]> {
  endWatch(aws);
  await aws.world.clock.rest(24);
  return [...aws.world.breaches];
}

/** As if what finishes a run were nobody's. */
function blindToFinishers(ports: ModelPorts): ModelPorts {
  const { workflows } = ports;
  const status = async (arn: string) => (isFinishName(arn) ? null : workflows.status(arn));
  return { ...ports, workflows: { ...workflows, status } };
}

test('a drill is pre-empted while it is being finished, paused between check and call', async () => {
  const { aws, cleaned } = await pausedFinisher(engine);
  await failOver(aws);
  await cleaned;
  expect(await toRest(aws)).toEqual([]);
  const { outcomes } = aws.world;
  expect(OUTCOMES.AcquireLock.parse(outcomes.get('real/AcquireLock'))).toMatchObject({
    preempted: { run: 'drill', because: 'its last call can have no effect any more' },
  });
  expect(OUTCOMES.FenceOldPrimary.parse(outcomes.get('real/FenceOldPrimary')).databases).toMatchObject([
    { proof: 'probe' },
  ]);
  expect(outcomes.has('real/PromoteReplica')).toBe(true);
});

test('a pre-emption that sees the drill alone leaves two primaries beneath a fence that is proven', async () => {
  const { aws } = await pausedFinisher(engine, blindToFinishers);
  await failOver(aws);
  expect((await toRest(aws)).some((breach) => TWO_PRIMARIES.test(breach))).toBe(true);
});

test('a drill that is being finished is not made to go on: both would act, one of them to promote', async () => {
  const { aws, drill } = await pausedFinisher(engine);
  const { clock } = aws.world;
  const { workflows, executions } = aws.access.recovery;
  await expect(clock.drive(refuseFinished(workflows, drill))).rejects.toThrow(
    'run drill is being brought to its end by the execution drill-finish-1',
  );
  // What is refused is what must never be.
  await clock.drive(executions.redrive(drill, 'end-0'));
  await clock.drive(aws.ended(drill));
  expect((await toRest(aws)).some((breach) => TWO_PRIMARIES.test(breach))).toBe(true);
});
