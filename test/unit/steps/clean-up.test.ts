import { describe, expect, it } from 'vitest';
import { ThrottledUnknown } from '../../../lib/domain/failure.ts';
import { makeCleanUp } from '../../../lib/steps/clean-up.ts';
import { makeFakeDatabases, PRIMARY, REPLICA } from '../../fakes/fake-databases.ts';
import { makeFakeDisruption } from '../../fakes/fake-disruption.ts';
import { makeFakeExecutions } from '../../fakes/fake-executions.ts';
import { SEEN, stepEvent } from '../../fakes/step-event.ts';
import { changesOf, makeStepWorld } from '../../fakes/step-world.ts';

const event = stepEvent('CleanUp', { StartHeartbeat: SEEN.StartHeartbeat });

describe('CleanUp', () => {
  it('says that nothing is left, and changes nothing itself', async () => {
    const world = makeStepWorld();
    const { outcome, pending } = await makeCleanUp(world)(event);
    const clean = {
      runningExperiments: [],
      taggedResources: [],
      runningExecutions: [],
      deferredFences: [],
      problems: [],
    };
    expect(outcome).toEqual(clean);
    expect(pending).toEqual([]);
    expect(changesOf(world)).toEqual([]);
    expect(world.record.written).toMatchObject([{ kind: 'outcome', state: 'CleanUp', data: clean }]);
  });

  it('names what is left of this run, and only of this run', async () => {
    const world = makeStepWorld();
    const ports = {
      ...world,
      disruption: makeFakeDisruption(world.journal, {
        unfinished: [
          { experiment: 'EXP1', run: 'run-1' },
          { experiment: 'EXP2', run: 'run-2' },
          { experiment: 'EXP3', run: null },
        ],
      }),
      databases: makeFakeDatabases(world.journal, [
        { ...PRIMARY, tags: { 'muster:run': 'run-2' } },
        { ...REPLICA, tags: { 'muster:run': 'run-1' } },
      ]),
      executions: makeFakeExecutions(world.journal, [
        { arn: 'arn:of:ledger', name: 'run-1-ledger-orders', status: 'SUCCEEDED' },
        { arn: 'arn:of:stale', name: 'run-1-stale-orders', status: 'RUNNING' },
        { arn: 'arn:of:other', name: 'run-11-stale-orders', status: 'RUNNING' },
      ]),
    };
    expect((await makeCleanUp(ports)(event)).outcome).toEqual({
      runningExperiments: ['EXP1'],
      taggedResources: ['eu-west-1/orders-west'],
      runningExecutions: ['arn:of:stale'],
      deferredFences: [],
      problems: [],
    });
  });

  it('lists a fence that was left for later on purpose, until it has its outcome', async () => {
    const DeferFence = { execution: 'arn:of:later', key: 'fences/orders/run-1.json', databases: ['orders'] };
    const later = { ...event, outcomes: { ...event.outcomes, DeferFence } };
    const outcome = async (world: ReturnType<typeof makeStepWorld>) =>
      (await makeCleanUp(world)(later)).outcome;
    expect(await outcome(makeStepWorld())).toMatchObject({ deferredFences: ['orders'], problems: [] });
    const texts = { 'runs/run-1/deferred-fence/outcome.json': '{}' };
    expect(await outcome(makeStepWorld({ texts }))).toMatchObject({ deferredFences: [] });
  });

  it('takes what could not be asked for a problem, never for clean, and asks the rest all the same', async () => {
    const world = makeStepWorld();
    const throttled = new ThrottledUnknown({
      subject: 'RDS in eu-north-1',
      seen: 'Throttling',
      limit: 'an answer that says done or failed',
    });
    const databases = { ...world.databases, list: () => Promise.reject(throttled) };
    const { outcome } = await makeCleanUp({ ...world, databases })(event);
    expect(outcome).toEqual({
      runningExperiments: [],
      taggedResources: [],
      runningExecutions: [],
      deferredFences: [],
      problems: [
        'taggedResources could not be asked: RDS in eu-north-1: saw Throttling; expected an answer that says done or failed',
      ],
    });
    expect(world.journal.some((line) => line.startsWith('executions.list '))).toBe(true);
  });
});
