import { describe, expect, it } from 'vitest';
import type { ExperimentStatus } from '../../../lib/ports/disruption.ts';
import { makeApplyConditions } from '../../../lib/steps/apply-conditions.ts';
import { RECEIPT } from '../../fakes/fake-disruption.ts';
import { runInput } from '../../fakes/run-input.ts';
import { stepEvent } from '../../fakes/step-event.ts';
import { allChangesOf, changesOf, makeStepWorld, superseded } from '../../fakes/step-world.ts';

const CONDITIONS = ['replication-delay=5s', 'throttled-api=20%@rds'];

function eventWith(conditions: readonly string[], adapter: 'fis' | 'none' = 'fis') {
  const run = runInput({ disruption: { adapter, fault: 'region-loss', conditions: [...conditions] } });
  return { ...stepEvent('ApplyConditions'), run };
}

function reporting(status: ExperimentStatus) {
  const world = makeStepWorld();
  return { ...world, disruption: { ...world.disruption, status: async () => status } };
}

describe('ApplyConditions', () => {
  it('starts each condition in the region that it is about, once its intent is on record', async () => {
    const world = makeStepWorld();
    const { outcome } = await makeApplyConditions(world)(eventWith(CONDITIONS));
    expect(outcome).toEqual({
      experiments: [
        { fault: CONDITIONS[0], region: 'eu-north-1', experiment: 'EXP1', receipt: RECEIPT },
        { fault: CONDITIONS[1], region: 'eu-west-1', experiment: 'EXP1', receipt: RECEIPT },
      ],
    });
    expect(changesOf(world)).toEqual([
      'disruption.start replication-delay=5s in eu-north-1 of run-1',
      'disruption.start throttled-api=20%@rds in eu-west-1 of run-1',
    ]);
    expect(world.record.written[0]).toMatchObject({ kind: 'intent', data: { conditions: CONDITIONS } });
  });

  it('does nothing without conditions, and nothing where nothing is injected', async () => {
    const world = makeStepWorld();
    expect((await makeApplyConditions(world)(eventWith([]))).outcome).toEqual({ experiments: [] });
    expect((await makeApplyConditions(world)(eventWith(CONDITIONS, 'none'))).outcome).toEqual({
      experiments: [],
    });
    expect(changesOf(world)).toEqual([]);
  });

  it('refuses to go on while a condition is not in force after ten seconds', async () => {
    const ports = reporting({ state: 'initiating', receipt: null });
    const step = makeApplyConditions(ports)(eventWith(['slow-api=1s']));
    await expect(ports.clock.drive(step)).rejects.toMatchObject({
      name: 'DisruptionRefused',
      message: 'condition slow-api=1s, experiment EXP1: saw initiating; expected running within 10 s',
    });
  });

  it('refuses a condition whose experiment failed', async () => {
    const ports = reporting({ state: 'failed', receipt: null });
    await expect(makeApplyConditions(ports)(eventWith(['slow-api=1s']))).rejects.toMatchObject({
      name: 'DisruptionRefused',
    });
  });

  it('changes nothing once a later run has taken the lock', async () => {
    const world = superseded(makeStepWorld());
    await expect(makeApplyConditions(world)(eventWith(CONDITIONS))).rejects.toMatchObject({
      name: 'GenerationSuperseded',
    });
    expect(allChangesOf(world)).toEqual(['record.append ApplyConditions/0/intent']);
  });
});
