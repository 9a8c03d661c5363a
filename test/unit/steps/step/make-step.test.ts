import { describe, expect, it } from 'vitest';
import type { StepEntry } from '../../../../lib/domain/record/entry.ts';
import { RunCommon } from '../../../../lib/domain/run/run-parts.ts';
import { makeStep } from '../../../../lib/steps/step/make-step.ts';
import { SEEN, stepEvent } from '../../../fakes/step-event.ts';
import { makeStepWorld, type StepWorld, superseded } from '../../../fakes/step-world.ts';

const AT = '2026-03-01T12:00:00.000000Z';
const OUTCOME = { activeSite: 'west', key: 'traffic/orders.json', etag: '"1"' };

const DEFERRED: StepEntry = {
  schemaVersion: 1,
  kind: 'outcome',
  state: 'PromoteReplica',
  attempt: 2,
  at: AT,
  data: { databases: [] },
};

function makeActing(world: StepWorld, { defersRecord = false, withIntent = true } = {}) {
  return makeStep(world, {
    state: 'SwitchTraffic',
    input: RunCommon,
    defersRecord,
    intent: () => (withIntent ? { key: 'traffic/orders.json' } : null),
    warm: async () => void world.journal.push('warmed'),
    act: async () => {
      world.journal.push('acted');
      return OUTCOME;
    },
  });
}

describe('a step', () => {
  it('has its intent on record and its generation checked before it acts, and its outcome after', async () => {
    const world = makeStepWorld();
    await makeActing(world)(stepEvent('SwitchTraffic', {}, { attempt: 1 }));
    expect(world.journal.slice(0, 2).toSorted()).toEqual([
      'locks.verify locks/orders.json 7',
      'record.append SwitchTraffic/1/intent',
    ]);
    expect(world.journal.slice(2)).toEqual(['acted', 'record.append SwitchTraffic/1/outcome']);
  });

  it('writes entries that say what, of which state and attempt, and when', async () => {
    const world = makeStepWorld();
    await makeActing(world)(stepEvent('SwitchTraffic', {}, { attempt: 1 }));
    expect(world.record.written).toEqual([
      {
        schemaVersion: 1,
        kind: 'intent',
        state: 'SwitchTraffic',
        attempt: 1,
        at: AT,
        data: { key: 'traffic/orders.json' },
      },
      { schemaVersion: 1, kind: 'outcome', state: 'SwitchTraffic', attempt: 1, at: AT, data: OUTCOME },
    ]);
  });

  it('does not act when a later run has taken the lock', async () => {
    const world = superseded(makeStepWorld());
    await expect(makeActing(world)(stepEvent('SwitchTraffic'))).rejects.toMatchObject({
      name: 'GenerationSuperseded',
      message: 'locks/orders.json: saw generation 8; expected generation 7',
    });
    expect(world.journal).not.toContain('acted');
  });

  it('does not act when its intent could not be written', async () => {
    const world = makeStepWorld();
    const record = { ...world.record, append: () => Promise.reject(new Error('the bucket said no')) };
    await expect(makeActing({ ...world, record })(stepEvent('SwitchTraffic'))).rejects.toThrow(
      /^the bucket said no$/,
    );
    expect(world.journal).not.toContain('acted');
  });

  it('acts without an intent when there is nothing to do, and then checks no generation', async () => {
    const world = superseded(makeStepWorld());
    await makeActing(world, { withIntent: false })(stepEvent('SwitchTraffic'));
    expect(world.journal).toEqual(['acted', 'record.append SwitchTraffic/0/outcome']);
  });

  it('checks no generation before the lock is taken', async () => {
    const world = makeStepWorld();
    await makeActing(world)({ ...stepEvent('SwitchTraffic'), outcomes: {} });
    expect(world.journal).toEqual([
      'record.append SwitchTraffic/0/intent',
      'acted',
      'record.append SwitchTraffic/0/outcome',
    ]);
  });

  it('hands its outcome on unwritten on the critical path, after those handed to it', async () => {
    const world = makeStepWorld();
    const step = makeActing(world, { defersRecord: true });
    const result = await step(stepEvent('SwitchTraffic', {}, { pending: [DEFERRED] }));
    expect(result).toEqual({
      outcome: OUTCOME,
      pending: [
        DEFERRED,
        { schemaVersion: 1, kind: 'outcome', state: 'SwitchTraffic', attempt: 0, at: AT, data: OUTCOME },
      ],
    });
    expect(world.record.written.map(({ kind }) => kind)).toEqual(['intent']);
  });

  it('writes what the critical path handed on, off the path', async () => {
    const world = makeStepWorld();
    const result = await makeActing(world)(stepEvent('SwitchTraffic', {}, { pending: [DEFERRED] }));
    expect(result).toEqual({ outcome: OUTCOME, pending: [] });
    expect(world.record.written).toContainEqual(DEFERRED);
  });

  it('goes the way of its intent on a dry run, and changes nothing', async () => {
    const world = makeStepWorld();
    const result = await makeActing(world)(stepEvent('SwitchTraffic', {}, { dryRun: true }));
    expect(result).toEqual({ outcome: null, pending: [] });
    expect(world.journal.toSorted()).toEqual([
      'locks.verify locks/orders.json 7',
      'record.rehearse',
      'warmed',
    ]);
    expect(world.record.written).toEqual([]);
  });

  it('refuses an event that is not a step event', async () => {
    const world = makeStepWorld();
    await expect(makeActing(world)({ run: {} })).rejects.toMatchObject({ name: 'ZodError' });
    expect(world.journal).toEqual([]);
  });

  it('tells a state that has not run from one that has', async () => {
    const world = makeStepWorld();
    const step = makeStep(world, {
      state: 'SealRecord',
      input: RunCommon,
      act: async ({ seen, maybe }) => {
        world.journal.push(`${maybe('PromoteReplica') === null} ${seen('InjectDisruption').experiment}`);
        seen('PromoteReplica');
        return { failure: null };
      },
    });
    const event = stepEvent('SealRecord', { InjectDisruption: SEEN.InjectDisruption });
    await expect(step(event)).rejects.toMatchObject({ name: 'ZodError' });
    expect(world.journal).toEqual(['true EXP1']);
  });
});
