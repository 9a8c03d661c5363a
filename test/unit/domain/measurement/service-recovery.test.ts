import { expect, test } from 'vitest';
import { formatInstant } from '../../../../lib/domain/instant.ts';
import { serviceRecovery } from '../../../../lib/domain/measurement/service-recovery.ts';

const sample = (ms: number, healthy: boolean, service = 'shop') => ({
  schemaVersion: 1 as const,
  service,
  sent: formatInstant(ms * 1000),
  answered: formatInstant(ms * 1000 + 3_000),
  healthy,
  detail: '',
});
const question = {
  service: 'shop',
  disruption: { low: 100_000, high: 200_000 },
  verifiedAt: 900_000,
  until: null,
};

test('a service is back between its last failing check and its first good one', () => {
  const samples = [
    sample(50, true),
    sample(250, false),
    sample(300, false),
    sample(350, true),
    sample(400, true),
  ];
  expect(serviceRecovery(samples, question)).toEqual({
    recovery: { low: 300_000, high: 353_000 },
    checks: 4,
    failedChecks: 2,
  });
});

test('one that answered once and failed again has not recovered by that', () => {
  const samples = [sample(250, false), sample(300, true), sample(350, false), sample(400, true)];
  expect(serviceRecovery(samples, question).recovery).toEqual({ low: 350_000, high: 403_000 });
});

test('a failure after the verification is a matter of the hold', () => {
  const samples = [sample(250, false), sample(300, true), sample(950, false)];
  expect(serviceRecovery(samples, question).recovery).toEqual({ low: 250_000, high: 303_000 });
});

test('one that never failed counts from the first good check after the disruption', () => {
  const samples = [sample(150, true), sample(250, true)];
  expect(serviceRecovery(samples, question).recovery).toEqual({ low: 100_000, high: 253_000 });
});

test('one that never answered did not recover, and checks of others do not count', () => {
  const samples = [sample(250, false), sample(300, true, 'other')];
  expect(serviceRecovery(samples, question)).toEqual({ recovery: null, checks: 1, failedChecks: 1 });
});
