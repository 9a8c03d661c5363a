import { expect, it } from 'vitest';
import { ADOPTABLE, type AdoptableState, LOOKING } from '../../../lib/domain/run/adopted.ts';
import { makeDiscoverDatabases } from '../../../lib/steps/discover-databases.ts';
import { makeFenceOldPrimary } from '../../../lib/steps/fence-old-primary.ts';
import { makePreFlight } from '../../../lib/steps/pre-flight.ts';
import { makePromoteReplica } from '../../../lib/steps/promote-replica.ts';
import { makeStopBackgroundJobs } from '../../../lib/steps/stop-background-jobs.ts';
import { makeSwitchTraffic } from '../../../lib/steps/switch-traffic.ts';
import { makeVerifyServices } from '../../../lib/steps/verify-services.ts';
import { realEvent } from '../../fakes/real-event.ts';
import { runInput } from '../../fakes/run-input.ts';
import { stepEvent } from '../../fakes/step-event.ts';
import { changesOf, makeStepWorld, type StepWorld } from '../../fakes/step-world.ts';

const STEPS = {
  StopBackgroundJobs: makeStopBackgroundJobs,
  FenceOldPrimary: makeFenceOldPrimary,
  PromoteReplica: makePromoteReplica,
  SwitchTraffic: makeSwitchTraffic,
} as const satisfies Readonly<Record<AdoptableState, (ports: StepWorld) => unknown>>;

const AT = '2026-03-01T11:30:00.000000Z';

function eventOf(state: AdoptableState, adopted: readonly AdoptableState[]) {
  const done = adopted.map((one) => ({ state: one, at: AT, by: 'Ada', note: 'by hand' }));
  const run = runInput({ scope: 'real', real: realEvent({ adopted: done }) });
  return stepEvent(state, {}, { run });
}

it.each(ADOPTABLE)('%s that was adopted changes nothing, and is a person’s in the record', async (state) => {
  const world = makeStepWorld();
  const step = STEPS[state](world);
  // Whether the proof holds is the step's own test.
  await step(eventOf(state, ADOPTABLE)).catch(() => undefined);
  expect(changesOf(world)).toEqual([]);
  expect(world.record.written[0]).toMatchObject({
    kind: 'intent',
    state,
    data: { byHand: { by: 'Ada', note: 'by hand', at: AT, adopted: true } },
  });
});

it.each(ADOPTABLE)('%s that nobody has adopted is done', async (state) => {
  const world = makeStepWorld();
  await STEPS[state](world)(eventOf(state, []));
  expect(changesOf(world)).not.toEqual([]);
});

const LOOKS = {
  DiscoverDatabases: makeDiscoverDatabases,
  PreFlight: makePreFlight,
  VerifyServices: makeVerifyServices,
} as const satisfies Readonly<Record<(typeof LOOKING)[number], (ports: StepWorld) => unknown>>;

it.each(LOOKING)('%s that a person has taken over looks again, and changes nothing', async (state) => {
  const world = makeStepWorld();
  const takenOver = { state, by: 'Ada', reason: 'put right' };
  const run = runInput({ scope: 'real', real: realEvent() });
  await world.clock.drive(
    LOOKS[state](world)(stepEvent(state, {}, { takenOver, run })).catch(() => undefined),
  );
  expect(changesOf(world)).toEqual([]);
  expect(world.journal.length).toBeGreaterThan(0);
});

it('fails where a promotion that was adopted was never made', async () => {
  const world = makeStepWorld();
  await expect(makePromoteReplica(world)(eventOf('PromoteReplica', ADOPTABLE))).rejects.toMatchObject({
    name: 'ByHandUnproven',
  });
  expect(changesOf(world)).toEqual([]);
});
