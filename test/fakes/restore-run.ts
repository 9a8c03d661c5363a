import { formatInstant } from '../../lib/domain/instant.ts';
import type { Marker, RecoveryPoint } from '../../lib/domain/record/restore-outcomes.ts';
import { RestoreInput, type RestoreSource } from '../../lib/domain/run/restore-input.ts';
import type { RecoveryMarkers } from '../../lib/ports/recovery-markers.ts';
import type { StepEvent } from '../../lib/steps/step/step-event.ts';
import { entry } from './backup-run.ts';
import { makeFakeRestores } from './fake-restores.ts';
import type { ManualClock } from './manual-clock.ts';
import { runInput } from './run-input.ts';
import { stepEvent } from './step-event.ts';
import { makeStepWorld } from './step-world.ts';

export const RESTORED = { id: 'orders', region: 'eu-west-1', instance: 'muster-orders-run-1' };
export const POINT_IN_TIME: RestoreSource = {
  kind: 'point-in-time',
  target: { beforeSeconds: 60 },
  orLater: true,
};

/** The input of a restore drill of the database that the failover's fixtures have. */
export function restoreInput(overrides: Partial<RestoreInput> = {}): RestoreInput {
  return RestoreInput.parse({
    ...runInput(),
    kind: 'restore',
    source: { kind: 'newest-backup' },
    network: {
      subnetGroup: 'isolated',
      securityGroups: ['sg-1'],
      parameterGroup: 'restore',
      optionGroup: 'none',
    },
    checks: [],
    timeToLiveSeconds: 3600,
    ...overrides,
  });
}

export function restoreEvent(
  state: string,
  outcomes: StepEvent['outcomes'] = {},
  overrides: Partial<RestoreInput> = {},
): StepEvent {
  const event = stepEvent(state, {}, { run: restoreInput(overrides) });
  return { ...event, outcomes: { ...event.outcomes, ...outcomes } };
}

/** A backup that is to be restored. */
export function backupPoint(): RecoveryPoint {
  return { ...RESTORED, from: { kind: 'backup', entry: entry(1), newerFailed: [] } };
}

export function momentPoint(at: string | null): RecoveryPoint {
  const { primary } = runInput().databases[0] ?? { primary: { region: '', instance: '' } };
  const wished = '2026-03-01T11:59:00.000000Z';
  const window = { earliest: '2026-03-01T11:00:00.000000Z', latest: '2026-03-01T11:59:30.000000Z' };
  return {
    ...RESTORED,
    ...primary,
    instance: RESTORED.instance,
    from: {
      kind: 'point-in-time',
      source: primary,
      wished,
      at,
      window,
    },
  };
}

export function makeRestoreWorld(account: Parameters<typeof makeFakeRestores>[1] = {}) {
  const world = makeStepWorld();
  return { ...world, restores: makeFakeRestores(world.journal, account) };
}

/** Rows on a server whose clock is the drill's; `lost` are those that a restored copy has not. */
export function makeFakeMarkers(clock: ManualClock, before: Marker | null = null): RecoveryMarkers {
  const written: Marker[] = [];
  return {
    now: async () => clock.now(),
    write: async (_, run) => {
      const sent = formatInstant(clock.now());
      const marker = { run, writer: 'proof', segment: 0, seq: written.length, sent };
      written.push(marker);
      return { marker, committedAt: clock.now() };
    },
    lastBefore: async () => before,
    isThere: async (_, { seq }) => seq === 0,
  };
}
