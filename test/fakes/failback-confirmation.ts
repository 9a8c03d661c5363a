import type { Confirmation } from '../../lib/domain/run/confirmation.ts';

/** Somebody who has typed the plan's name before a stage of a failback. */
export const CONFIRMED: Confirmation = {
  initiator: 'Carl',
  confirmed: 'orders',
  how: 'typed',
  confirmedAt: '2026-03-01T11:59:50.000000Z',
};
