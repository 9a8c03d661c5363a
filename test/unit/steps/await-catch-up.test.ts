import { describe, expect, it } from 'vitest';
import { makeAwaitCatchUp } from '../../../lib/steps/await-catch-up.ts';
import { makeFakeSessions, STREAMING } from '../../fakes/fake-sessions.ts';
import { DRAINED, switchoverEvent, switchoverInput } from '../../fakes/switchover-event.ts';
import { changesOf, makeStepWorld } from '../../fakes/step-world.ts';

const event = switchoverEvent('AwaitCatchUp', { DrainWriters: DRAINED.DrainWriters });

/** A replica that has replayed what is wanted after so many looks. */
function arriving(looks: number) {
  const world = makeStepWorld();
  const sessions = makeFakeSessions(world.journal);
  let left = looks;
  const state = async () => ({ ...STREAMING, lsn: (left -= 1) < 0 ? '0/3000100' : '0/30000FF' });
  return { ...world, sessions: { ...sessions, state } };
}

describe('AwaitCatchUp', () => {
  it('waits until the replica has replayed the last position of the old primary', async () => {
    const world = arriving(3);
    const { outcome, pending } = await world.clock.drive(makeAwaitCatchUp(world)(event));
    expect(outcome).toEqual({
      databases: [
        {
          id: 'orders',
          lsn: '0/3000100',
          nextTransaction: '800',
          replayedLsn: '0/3000100',
          caughtUpAt: '2026-03-01T12:00:00.006000Z',
        },
      ],
    });
    expect(changesOf(world)).toEqual([]);
    expect(pending).toMatchObject([{ kind: 'outcome' }]);
  });

  it('tries again while the deadline of the plan has not passed', async () => {
    const world = arriving(Number.POSITIVE_INFINITY);
    await expect(world.clock.drive(makeAwaitCatchUp(world)(event))).rejects.toMatchObject({
      name: 'CatchUpPending',
      seen: 'replayed to 0/30000FF',
      limit: '0/3000100 by 2026-03-01T12:00:30.000000Z',
    });
  });

  it('calls it off when the deadline has passed', async () => {
    const world = arriving(Number.POSITIVE_INFINITY);
    const run = switchoverInput({ catchUpDeadlineSeconds: 1 });
    await expect(world.clock.drive(makeAwaitCatchUp(world)({ ...event, run }))).rejects.toMatchObject({
      name: 'CatchUpLate',
    });
  });
});
