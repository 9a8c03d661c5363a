import { describe, expect, it } from 'vitest';
import type { StepEntry } from '../../../../lib/domain/record/entry.ts';
import { invokeDry } from '../../../../lib/steps/step/dry-call.ts';
import { makeFakeHandlers } from '../../../fakes/fake-handlers.ts';
import { makeManualClock } from '../../../fakes/manual-clock.ts';
import { stepEvent } from '../../../fakes/step-event.ts';

const PENDING: StepEntry = {
  schemaVersion: 1,
  kind: 'outcome',
  state: 'PreFlight',
  attempt: 0,
  at: '2026-03-01T12:00:00.000000Z',
  data: {},
};
const EVENT = stepEvent('WarmHandlers', {}, { attempt: 2, pending: [PENDING] });

describe('invokeDry', () => {
  it('hands the event on as it is, but for a dry run and without entries to be written', async () => {
    const handlers = makeFakeHandlers();
    await invokeDry({ clock: makeManualClock(), handlers }, 'promote-replica', EVENT);
    expect(handlers.events).toEqual([
      { name: 'promote-replica', event: { ...EVENT, dryRun: true, pending: [] } },
    ]);
  });

  it('answers how many seconds the call took', async () => {
    const clock = makeManualClock();
    const invoke = () => clock.sleep(130).then(() => null);
    const call = invokeDry({ clock, handlers: { invoke } }, 'promote-replica', EVENT);
    expect(await clock.drive(call)).toBe(0.13);
  });

  it('passes on the failure of the handler', async () => {
    const invoke = () => Promise.reject(new Error('promote-replica: no such function'));
    const call = invokeDry({ clock: makeManualClock(), handlers: { invoke } }, 'promote-replica', EVENT);
    await expect(call).rejects.toThrow(/^promote-replica: no such function$/);
  });
});
