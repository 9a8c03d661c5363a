import { describe, expect, it } from 'vitest';
import { DisruptionRefused } from '../../../lib/domain/failure.ts';
import type { ExperimentStatus } from '../../../lib/ports/disruption.ts';
import { makeInjectDisruption } from '../../../lib/steps/inject-disruption.ts';
import { RECEIPT } from '../../fakes/fake-disruption.ts';
import { runInput } from '../../fakes/run-input.ts';
import { stepEvent } from '../../fakes/step-event.ts';
import {
  allChangesOf,
  changesOf,
  makeStepWorld,
  readyingOf,
  type StepWorld,
  superseded,
} from '../../fakes/step-world.ts';

const event = stepEvent('InjectDisruption');
const START = 'disruption.start region-loss in eu-north-1 of run-1';

function reporting(world: StepWorld, statuses: readonly ExperimentStatus[]) {
  const left = [...statuses];
  const status = async () => left.shift() ?? { state: 'running', receipt: null };
  return { ...world, disruption: { ...world.disruption, status } };
}

describe('InjectDisruption', () => {
  it('loses the region once its intent is on record, and keeps the receipt', async () => {
    const world = makeStepWorld();
    const { outcome } = await makeInjectDisruption(world)(event);
    expect(outcome).toEqual({
      adapter: 'fis',
      fault: 'region-loss',
      experiment: 'EXP1',
      requestedAt: '2026-03-01T12:00:00.000000Z',
      receipt: RECEIPT,
    });
    expect(world.journal.indexOf(START)).toBeGreaterThan(
      world.journal.indexOf('record.append InjectDisruption/0/intent'),
    );
    expect(world.record.written[0]?.data).toEqual({
      adapter: 'fis',
      fault: 'region-loss',
      region: 'eu-north-1',
    });
  });

  it('waits for the receipt', async () => {
    const world = makeStepWorld();
    const ports = reporting(world, [
      { state: 'initiating', receipt: null },
      { state: 'initiating', receipt: null },
      { state: 'running', receipt: RECEIPT },
    ]);
    const { outcome } = await world.clock.drive(makeInjectDisruption(ports)(event));
    expect(outcome).toMatchObject({ receipt: RECEIPT });
    expect(world.clock.monotonicNs()).toBe(20_000_000n);
  });

  it('names a safety lever of FIS, which cancels what is started while it is engaged', async () => {
    const world = makeStepWorld();
    const ports = reporting(world, [
      { state: 'pending', receipt: null },
      { state: 'cancelled', reason: 'a sale', receipt: null },
    ]);
    await expect(world.clock.drive(makeInjectDisruption(ports)(event))).rejects.toMatchObject({
      name: 'DisruptionRefused',
      message:
        'experiment EXP1: saw cancelled, a sale; FIS cancels what starts while its safety lever is engaged; expected an experiment that runs',
    });
    const stopped = reporting(world, [{ state: 'stopped', receipt: null }]);
    await expect(world.clock.drive(makeInjectDisruption(stopped)(event))).rejects.toThrow(
      'saw stopped, without a reason; expected an experiment that runs',
    );
    const completed = reporting(world, [{ state: 'completed', receipt: RECEIPT }]);
    await expect(world.clock.drive(makeInjectDisruption(completed)(event))).resolves.toMatchObject({
      outcome: { receipt: RECEIPT },
    });
  });

  it('does not wait for an injector that gives no receipt', async () => {
    const world = makeStepWorld();
    const { outcome } = await world.clock.drive(makeInjectDisruption(reporting(world, []))(event));
    expect(outcome).toMatchObject({ experiment: 'EXP1', receipt: null });
    expect(world.clock.monotonicNs()).toBe(0n);
  });

  it('goes on after five seconds when the fault is still not in force', async () => {
    const world = makeStepWorld();
    const starting = Array.from({ length: 1000 }, () => ({ state: 'initiating', receipt: null }));
    const { outcome } = await world.clock.drive(makeInjectDisruption(reporting(world, starting))(event));
    expect(outcome).toMatchObject({ experiment: 'EXP1', receipt: null });
    expect(Number(world.clock.monotonicNs()) / 1e9).toBeCloseTo(5.01, 6);
  });

  it('injects nothing with adapter none', async () => {
    const world = makeStepWorld();
    const run = runInput({ disruption: { adapter: 'none', fault: 'nothing', conditions: [] } });
    const { outcome } = await makeInjectDisruption(world)({ ...event, run });
    expect(outcome).toEqual({
      adapter: 'none',
      fault: 'nothing',
      experiment: null,
      requestedAt: '2026-03-01T12:00:00.000000Z',
      receipt: null,
    });
    expect(changesOf(world)).toEqual([]);
  });

  it('fails when no template stands for the fault', async () => {
    const world = makeStepWorld();
    const refused = new DisruptionRefused({
      subject: 'FIS in eu-north-1',
      seen: 'no experiment template tagged muster:fault=region-loss',
      limit: 'one that stands for the fault of the plan',
    });
    const disruption = { ...world.disruption, start: () => Promise.reject(refused) };
    await expect(makeInjectDisruption({ ...world, disruption })(event)).rejects.toMatchObject({
      name: 'DisruptionRefused',
      message:
        'FIS in eu-north-1: saw no experiment template tagged muster:fault=region-loss; expected one that stands for the fault of the plan',
    });
  });

  it('loses no region for a run that a later one has superseded', async () => {
    const world = superseded(makeStepWorld());
    await expect(makeInjectDisruption(world)(event)).rejects.toMatchObject({ name: 'GenerationSuperseded' });
    expect(changesOf(world)).toEqual([]);
    const control = makeStepWorld();
    await makeInjectDisruption(control)(event);
    expect(changesOf(control)).toEqual([START]);
  });

  it('asks the injector one harmless question on a dry run', async () => {
    const world = makeStepWorld();
    await makeInjectDisruption(world)({ ...event, dryRun: true });
    expect(allChangesOf(world)).toEqual([]);
    expect(readyingOf(world)).toEqual(['disruption.unfinished eu-north-1']);
  });
});
