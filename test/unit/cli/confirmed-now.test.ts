import { expect, test } from 'vitest';
import { confirmedNow } from '../../../lib/cli/confirmed-now.ts';
import { Confirmation } from '../../../lib/domain/run/confirmation.ts';

test('what is confirmed is confirmed now, by whom and as it was', () => {
  const before = new Date().toISOString();
  const confirmation = confirmedNow('Carl', { confirmed: 'small', how: 'unattended' });
  expect(Confirmation.parse(confirmation)).toEqual(confirmation);
  expect(confirmation).toMatchObject({ initiator: 'Carl', confirmed: 'small', how: 'unattended' });
  const at = new Date(confirmation.confirmedAt).toISOString();
  expect(at >= before && at <= new Date().toISOString(), confirmation.confirmedAt).toBe(true);
});
