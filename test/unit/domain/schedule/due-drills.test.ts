import { DateTime } from 'luxon';
import { expect, test } from 'vitest';
import { dueDrills } from '../../../../lib/domain/schedule/due-drills.ts';
import { planOf, SMALL_PLAN } from '../plan/small-plan.ts';

const at = (time: string) => DateTime.fromISO(`2027-02-01T${time}`, { zone: 'Europe/Berlin' });
const span = { from: at('08:00'), to: at('12:30') };
const times = (drills: readonly { kind: string; at: DateTime }[]) =>
  drills.map((drill) => `${drill.kind} ${drill.at.toFormat('HH:mm')}`);

const scheduled = (drills: string) =>
  planOf(`${SMALL_PLAN}timeZone: Europe/Berlin\ndrills:${drills ? `\n  ${drills}\n` : ' {}\n'}`);
const hourly = scheduled('backup: { schedule: cron(0 * * * ? *) }');

test('the last that is due is to be run, and those before it that did not run are named', () => {
  const { toRun, missed } = dueDrills(hourly, span, []);
  expect(times(toRun)).toEqual(['backup 12:00']);
  expect(times(missed)).toEqual(['backup 09:00', 'backup 10:00', 'backup 11:00']);
});

test('what was begun in its time has run, however late, and by whomever', () => {
  const begun = [
    { kind: 'backup', at: at('09:00') },
    { kind: 'backup', at: at('10:59') },
    { kind: 'replication-check', at: at('11:10') },
    { kind: 'backup', at: at('12:01') },
  ] as const;
  const { toRun, missed } = dueDrills(hourly, span, begun);
  expect([times(toRun), times(missed)]).toEqual([[], ['backup 11:00']]);
});

test('nothing is due of a kind without a schedule, and at the moment where the last look ended', () => {
  expect(dueDrills(scheduled(''), span, [])).toEqual({ toRun: [], missed: [] });
  const { toRun } = dueDrills(hourly, { from: at('12:00'), to: at('12:30') }, []);
  expect(toRun).toEqual([]);
});

test('a drill that a blackout refuses, or that clocks skip, is not missed', () => {
  const nightly = scheduled('failover: { schedule: cron(30 2 * * ? *) }');
  const skipped = DateTime.fromISO('2027-03-28T00:00', { zone: 'Europe/Berlin' });
  const { toRun, missed } = dueDrills(nightly, { from: skipped, to: skipped.plus({ hours: 12 }) }, []);
  expect([times(toRun), times(missed)]).toEqual([[], []]);
});
