import { describe, expect, it } from 'vitest';
import { makeSwitchTraffic } from '../../../lib/steps/switch-traffic.ts';
import { runInput } from '../../fakes/run-input.ts';
import { stepEvent } from '../../fakes/step-event.ts';
import { allChangesOf, changesOf, makeStepWorld, readyingOf, superseded } from '../../fakes/step-world.ts';

const event = stepEvent('SwitchTraffic');
const ACTIVATE = 'traffic.activate traffic/orders.json west of run-1 7';

const NOW = '2026-03-01T12:00:00.000000Z';

describe('SwitchTraffic', () => {
  it('sends new connections to the recovery site once its intent is on record', async () => {
    const world = makeStepWorld();
    const { outcome, pending } = await makeSwitchTraffic(world)(event);
    expect(outcome).toEqual({
      activeSite: 'west',
      key: 'traffic/orders.json',
      etag: '"switched"',
      requestedAt: NOW,
      switchedAt: NOW,
    });
    expect(world.journal.slice(0, 2).toSorted()).toEqual([
      'locks.verify locks/orders.json 7',
      'record.append SwitchTraffic/0/intent',
    ]);
    expect(world.journal.slice(2)).toEqual([ACTIVATE]);
    expect(pending).toMatchObject([{ kind: 'outcome', state: 'SwitchTraffic', data: outcome }]);
  });

  it("opens the gate of the recovery site's own writers where the plan has one, and leaves it where it has none", async () => {
    const world = makeStepWorld();
    const fence = { ...runInput().fence, writersKey: 'writers/orders.json' };
    await makeSwitchTraffic(world)({ ...event, run: runInput({ fence }) });
    expect(changesOf(world)).toEqual([ACTIVATE, 'writers.open writers/orders.json at west of run-1 7']);
    const without = makeStepWorld();
    await makeSwitchTraffic(without)(event);
    expect(changesOf(without)).toEqual([ACTIVATE]);
  });

  it('comes to the same when it is done again', async () => {
    const world = makeStepWorld();
    const first = await makeSwitchTraffic(world)(event);
    const second = await makeSwitchTraffic(world)({ ...event, attempt: 1 });
    expect(second.outcome).toEqual(first.outcome);
    await expect(world.traffic.activeSite('traffic/orders.json')).resolves.toBe('west');
  });

  it('switches nothing for a run that a later one has superseded', async () => {
    const world = superseded(makeStepWorld());
    await expect(makeSwitchTraffic(world)(event)).rejects.toMatchObject({ name: 'GenerationSuperseded' });
    expect(changesOf(world)).toEqual([]);
    const control = makeStepWorld();
    await makeSwitchTraffic(control)(event);
    expect(changesOf(control)).toEqual([ACTIVATE]);
  });

  it('only reads the switch on a dry run', async () => {
    const world = makeStepWorld();
    await makeSwitchTraffic(world)({ ...event, dryRun: true });
    expect(allChangesOf(world)).toEqual([]);
    expect(readyingOf(world)).toEqual(['traffic.activeSite traffic/orders.json']);
  });
});
