import type { RealEvent } from '../../lib/domain/run/real-event.ts';

/** What stands behind a real failover that somebody confirmed by typing the plan's name. */
export function realEvent(overrides: Partial<RealEvent> = {}): RealEvent {
  return {
    initiator: 'Carl',
    reason: '',
    confirmed: 'orders',
    how: 'typed',
    confirmedAt: '2026-03-01T11:59:50.000000Z',
    printedAt: null,
    advice: null,
    shown: [],
    despite: null,
    staleEvidence: null,
    pastLever: null,
    breakGlass: null,
    gates: [],
    adopted: [],
    ...overrides,
  };
}
