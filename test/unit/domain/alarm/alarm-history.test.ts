import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { alarmHistory } from '../../../../lib/domain/alarm/alarm-history.ts';
import type { CheckSchedule } from '../../../../lib/domain/alarm/due-checks.ts';
import { parseInstant } from '../../../../lib/domain/instant.ts';
import type { Verdict } from '../../../../lib/domain/run/judgement-parts.ts';
import { checkedRpo } from '../../../fakes/checked-rpo.ts';

const MINUTE = 60e6;
const HOURLY: CheckSchedule = { expression: 'cron(0 * * * ? *)', timeZone: 'Europe/Berlin' };
const NOON = parseInstant('2026-03-01T12:00:00.000000Z');

/** Minutes after noon, and what the check that ended then came to. */
type Ended = readonly [minutes: number, verdict: Verdict];

function historyOf(ended: readonly Ended[], until: number, schedule: CheckSchedule | null = HOURLY) {
  const checks = ended.map(([minutes, verdict]) => checkedRpo(NOON + minutes * MINUTE, verdict));
  return alarmHistory({ checks, schedule, until: NOON + until * MINUTE });
}

function told({ changes }: ReturnType<typeof alarmHistory>) {
  return changes.map(({ after, observation }) => [
    (observation.at - NOON) / MINUTE,
    after.value,
    after.cause,
  ]);
}

describe('the RPO alarm', () => {
  it('has insufficient data before the first check', () => {
    expect(historyOf([], 600).state).toMatchObject({ value: 'INSUFFICIENT_DATA', cause: 'no-check' });
  });

  it('is raised when the objective is crossed, and taken back when it is kept again, once each', () => {
    const history = historyOf(
      [
        [1, 'met'],
        [61, 'met'],
        [121, 'missed'],
        [181, 'missed'],
        [241, 'met'],
      ],
      250,
    );
    expect(told(history)).toEqual([
      [1, 'OK', 'within-objective'],
      [121, 'ALARM', 'above-objective'],
      [241, 'OK', 'within-objective'],
    ]);
    expect(history.state).toEqual({
      value: 'OK',
      cause: 'within-objective',
      reason: 'it was met',
      since: '2026-03-01T16:01:00.000000Z',
    });
  });

  it('is raised when the next check is due and the last has left no result', () => {
    const history = historyOf([[1, 'met']], 120);
    expect(told(history)).toEqual([
      [1, 'OK', 'within-objective'],
      [120, 'ALARM', 'did-not-run'],
    ]);
    expect(history.state.reason).toBe(
      'the check that was due at 2026-03-01 13:00 UTC left no result by 2026-03-01 14:00 UTC, when the next was due',
    );
  });

  it('says once that checks do not run, however many', () => {
    expect(told(historyOf([[1, 'met']], 100_000))).toHaveLength(2);
  });

  it('is not raised while the check that is due may still run', () => {
    expect(historyOf([[1, 'met']], 119).state.value).toBe('OK');
  });

  it('tells a check that did not run also when one has run since', () => {
    expect(
      told(
        historyOf(
          [
            [1, 'met'],
            [130, 'met'],
          ],
          140,
        ),
      ),
    ).toEqual([
      [1, 'OK', 'within-objective'],
      [120, 'ALARM', 'did-not-run'],
      [130, 'OK', 'within-objective'],
    ]);
  });

  it('takes a check that proved nothing for insufficient data', () => {
    expect(told(historyOf([[1, 'inconclusive']], 2))).toEqual([[1, 'INSUFFICIENT_DATA', 'proved-nothing']]);
  });

  it('is not taken back by a check that proved nothing', () => {
    const history = historyOf(
      [
        [1, 'missed'],
        [61, 'inconclusive'],
      ],
      62,
    );
    expect(history.state).toMatchObject({ value: 'ALARM', cause: 'proved-nothing' });
    expect(told(history)).toHaveLength(2);
  });

  it('asks about checks before the first only since when one could have run', () => {
    const asked = { checks: [], schedule: HOURLY, until: NOON + 130 * MINUTE };
    expect(alarmHistory({ ...asked, since: NOON + MINUTE }).state).toMatchObject({
      value: 'ALARM',
      cause: 'did-not-run',
    });
    expect(alarmHistory({ ...asked, since: NOON + 61 * MINUTE }).state.value).toBe('INSUFFICIENT_DATA');
  });

  it('misses no check where none is ever due', () => {
    expect(historyOf([[1, 'met']], 100_000, null).state.value).toBe('OK');
  });

  it('asks for no check at a time that clocks skip, and once at one that they show twice', () => {
    const schedule = { expression: 'cron(30 2 * * ? *)', timeZone: 'Europe/Berlin' };
    const spring = parseInstant('2026-03-28T02:00:00.000000Z');
    const check = checkedRpo(spring, 'met');
    // Due on the 28th at 01:30 UTC, not at all on the 29th, then on the 30th at 00:30 UTC.
    const until = (text: string) => alarmHistory({ checks: [check], schedule, until: parseInstant(text) });
    expect(until('2026-03-30T12:00:00.000000Z').state.value).toBe('OK');
    expect(until('2026-03-31T00:30:00.000000Z').state.cause).toBe('did-not-run');
  });
});

const verdict = fc.constantFrom<Verdict>('met', 'missed', 'inconclusive');
const anyEnded = fc
  .uniqueArray(fc.integer({ min: 1, max: 1_200 }), { maxLength: 12 })
  .chain((minutes) =>
    fc.tuple(...minutes.toSorted((a, b) => a - b).map((minute) => fc.tuple(fc.constant(minute), verdict))),
  );

test('a longer series never changes what was derived from its beginning', () => {
  fc.assert(
    fc.property(anyEnded, fc.nat(1_500), fc.nat(1_500), (ended, one, other) => {
      const [sooner, later] = [Math.min(one, other), Math.max(one, other)];
      const before = told(
        historyOf(
          ended.filter(([at]) => at <= sooner),
          sooner,
        ),
      );
      expect(told(historyOf(ended, later)).slice(0, before.length)).toEqual(before);
    }),
  );
});

test('it is OK exactly when the newest result is met and no check was missed since', () => {
  fc.assert(
    fc.property(anyEnded, fc.nat(1_500), (ended, until) => {
      const last = ended.findLast(([at]) => at <= until);
      const hours = (minutes: number) => Math.floor(minutes / 60);
      // Of the hours that have begun since the newest result, all but the one that goes on have passed without one.
      const missed = last ? hours(until) - hours(last[0]) > 1 : false;
      const isOk = last?.[1] === 'met' && !missed;
      expect(historyOf(ended, until).state.value === 'OK').toBe(isOk);
    }),
  );
});

test('only a check that kept the objective takes an alarm back, and every change is another state', () => {
  fc.assert(
    fc.property(anyEnded, (ended) => {
      for (const { before, after, observation } of historyOf(ended, 1_500).changes) {
        expect([after.value, after.cause]).not.toEqual([before.value, before.cause]);
        if (before.value === 'ALARM' && after.value !== 'ALARM')
          expect(observation).toMatchObject({ what: 'result', check: { verdict: 'met' } });
      }
    }),
  );
});
