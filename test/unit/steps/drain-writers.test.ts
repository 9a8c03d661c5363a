import { describe, expect, it } from 'vitest';
import { makeDrainWriters } from '../../../lib/steps/drain-writers.ts';
import { switchoverEvent, switchoverInput } from '../../fakes/switchover-event.ts';
import { SEEN } from '../../fakes/step-event.ts';
import { allChangesOf, changesOf, makeStepWorld, superseded } from '../../fakes/step-world.ts';

const DRAIN = 'sessions.drain 10.0.0.1 as orders/operator: app, heartbeat within 2000 ms';
const event = switchoverEvent('DrainWriters');

describe('DrainWriters', () => {
  it("ends every client's sessions on the old primary, with its intent on record", async () => {
    const world = makeStepWorld();
    const { outcome, pending } = await makeDrainWriters(world)(event);
    expect(outcome).toEqual({
      requestedAt: '2026-03-01T12:00:00.000000Z',
      drainedAt: '2026-03-01T12:00:00.000000Z',
      databases: [{ id: 'orders', rolesWithoutLogin: ['app', 'heartbeat'], endedIdle: 3, endedByForce: 0 }],
    });
    expect(world.journal).toHaveLength(3);
    expect(world.journal.at(-1)).toBe(DRAIN);
    expect(pending).toMatchObject([{ kind: 'outcome', state: 'DrainWriters' }]);
  });

  it('drains the other site on the way back', async () => {
    const world = makeStepWorld();
    const DiscoverDatabasesBack = {
      databases: [
        { id: 'orders', primary: { host: '10.1.0.1', port: 1 }, replica: { host: '10.0.0.9', port: 2 } },
      ],
    };
    const back = switchoverEvent('DrainWritersBack', { DiscoverDatabasesBack }, { leg: 'back' });
    const { pending } = await makeDrainWriters(world)(back);
    expect(changesOf(world)).toEqual([DRAIN.replace('10.0.0.1', '10.1.0.1')]);
    expect(pending).toMatchObject([{ state: 'DrainWritersBack' }]);
  });

  it.each([
    ['has not opened', '2026-03-01T12:00:00.000001Z', '2026-03-01T13:00:00.000000Z'],
    ['has closed', '2026-03-01T11:00:00.000000Z', '2026-03-01T12:00:00.000000Z'],
  ])('drains nobody while the window that a person gave %s', async (_what, from, to) => {
    const world = makeStepWorld();
    const run = switchoverInput({ window: { from, to } });
    await expect(makeDrainWriters(world)({ ...event, run })).rejects.toMatchObject({
      name: 'WindowClosed',
      seen: '2026-03-01T12:00:00.000000Z',
      limit: `from ${from} to ${to}`,
    });
    expect(changesOf(world)).toEqual([]);
  });

  it('drains nobody whose primary was not found', async () => {
    const world = makeStepWorld();
    const [orders] = SEEN.DiscoverDatabases.databases;
    const DiscoverDatabases = { databases: orders ? [{ ...orders, primary: null }] : [] };
    await expect(
      makeDrainWriters(world)(switchoverEvent('DrainWriters', { DiscoverDatabases })),
    ).rejects.toMatchObject({ name: 'RegionUnreachable' });
    expect(changesOf(world)).toEqual([]);
  });

  it('drains nobody for a run that a later one has superseded, and on a dry run', async () => {
    const late = superseded(makeStepWorld());
    await expect(makeDrainWriters(late)(event)).rejects.toMatchObject({ name: 'GenerationSuperseded' });
    expect(changesOf(late)).toEqual([]);
    const dry = makeStepWorld();
    await makeDrainWriters(dry)({ ...event, dryRun: true });
    expect(allChangesOf(dry)).toEqual([]);
    expect(dry.journal).toContain('sessions.state 10.0.0.1 as orders/operator');
  });
});
