import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import {
  type KeptBackup,
  type Retain,
  retainedBackups,
} from '../../../../lib/domain/backup/retained-backups.ts';

const NONE: Retain = { hourly: 0, daily: 0, weekly: 0, monthly: 0, yearly: 0 };
const good = (takenAt: string): KeptBackup => ({ id: takenAt, takenAt, state: 'good' });

const keptIds = (backups: readonly KeptBackup[], retain: Partial<Retain>, zone = 'Europe/Berlin') =>
  retainedBackups(backups, { retain: { ...NONE, ...retain }, zone }).kept.map(({ id }) => id);

/** A backup each so many minutes, from an instant on. */
const series = (from: string, count: number, minutes: number): KeptBackup[] =>
  Array.from({ length: count }, (_, index) =>
    good(
      DateTime.fromISO(from, { zone: 'utc' })
        .plus({ minutes: index * minutes })
        .toISO() ?? '',
    ),
  );

describe('the last backup of each of the newest periods', () => {
  test('hours, days, months, with the reason', () => {
    const backups = [
      '2027-01-30T11:00Z',
      '2027-01-31T22:30Z',
      '2027-02-01T09:10Z',
      '2027-02-01T09:50Z',
      '2027-02-01T10:20Z',
    ].map(good);
    const { kept, expired } = retainedBackups(backups, {
      retain: { ...NONE, hourly: 2, daily: 2, monthly: 2 },
      zone: 'Europe/Berlin',
    });
    expect(kept).toEqual([
      {
        id: '2027-02-01T10:20Z',
        reasons: ['hourly 2027-02-01T11+01:00', 'daily 2027-02-01', 'monthly 2027-02', 'the last good one'],
      },
      { id: '2027-02-01T09:50Z', reasons: ['hourly 2027-02-01T10+01:00'] },
      { id: '2027-01-31T22:30Z', reasons: ['daily 2027-01-31', 'monthly 2027-01'] },
    ]);
    expect(expired).toEqual(['2027-02-01T09:10Z', '2027-01-30T11:00Z']);
  });

  test('the day is that of the zone', () => {
    const backups = ['2027-01-31T22:30Z', '2027-01-31T23:30Z'].map(good);
    expect(keptIds(backups, { daily: 5 }, 'UTC')).toEqual(['2027-01-31T23:30Z']);
    expect(keptIds(backups, { daily: 5 }, 'Europe/Berlin')).toEqual([
      '2027-01-31T23:30Z',
      '2027-01-31T22:30Z',
    ]);
  });

  test('a week of ISO 8601 begins on Monday, and belongs to the year of its Thursday', () => {
    const backups = ['2027-01-03T12:00Z', '2027-01-04T12:00Z'].map(good);
    const { kept } = retainedBackups(backups, { retain: { ...NONE, weekly: 2 }, zone: 'UTC' });
    expect(kept.map(({ reasons }) => reasons[0])).toEqual(['weekly 2027-W01', 'weekly 2026-W53']);
  });

  test('periods without a backup do not use the policy up', () => {
    const backups = ['2026-06-01T12:00Z', '2026-12-24T12:00Z', '2027-02-01T12:00Z'].map(good);
    expect(keptIds(backups, { daily: 3 })).toHaveLength(3);
  });
});

describe('on days on which clocks are changed', () => {
  test('a day of 23 hours has 23 hourly backups, and one daily one', () => {
    const backups = series('2027-03-27T23:30:00Z', 23, 60);
    expect(keptIds(backups, { hourly: 23 })).toHaveLength(23);
    expect(keptIds(backups, { daily: 7 })).toHaveLength(1);
  });

  test('the hour that comes twice is two hours, on a day of 25', () => {
    const backups = series('2027-10-30T22:30:00Z', 25, 60);
    const { kept } = retainedBackups(backups, { retain: { ...NONE, hourly: 30 }, zone: 'Europe/Berlin' });
    expect(kept).toHaveLength(25);
    expect(kept.map(({ reasons }) => reasons[0])).toEqual(
      expect.arrayContaining(['hourly 2027-10-31T02+02:00', 'hourly 2027-10-31T02+01:00']),
    );
    expect(keptIds(backups, { daily: 7 })).toHaveLength(1);
  });
});

describe('what is never expired', () => {
  test('the last good one, by a policy that keeps nothing', () => {
    expect(keptIds([good('2027-02-01T12:00Z'), good('2027-01-01T12:00Z')], {})).toEqual([
      '2027-02-01T12:00Z',
    ]);
  });

  test('the last good one, when all later ones failed, and those as long as none is better', () => {
    const failed: KeptBackup = { id: 'failed', takenAt: '2027-02-02T12:00Z', state: 'failed' };
    const older: KeptBackup = { id: 'older', takenAt: '2027-01-15T12:00Z', state: 'failed' };
    expect(keptIds([older, good('2027-02-01T12:00Z'), failed], {})).toEqual(['failed', '2027-02-01T12:00Z']);
  });

  test('one that is not proven yet; and it stands for no period', () => {
    const copying: KeptBackup = { id: 'copying', takenAt: '2027-02-01T12:30Z', state: 'unproven' };
    expect(keptIds([good('2027-02-01T12:00Z'), copying], { hourly: 1 })).toEqual([
      'copying',
      '2027-02-01T12:00Z',
    ]);
  });
});

const backups = fc
  .uniqueArray(
    fc.record({
      minutes: fc.integer({ min: 0, max: 2_000_000 }),
      state: fc.constantFrom('good', 'good', 'good', 'failed'),
    }),
    {
      selector: ({ minutes }) => minutes,
      maxLength: 60,
    },
  )
  .map((all) =>
    all
      .toSorted((a, b) => a.minutes - b.minutes)
      .map(({ minutes, state }): KeptBackup => {
        const takenAt =
          DateTime.fromISO('2026-01-01T00:00Z', { zone: 'utc' }).plus({ minutes }).toISO() ?? '';
        return { id: takenAt, takenAt, state };
      }),
  );
const count = fc.integer({ min: 0, max: 6 });
const retain = fc.record({ hourly: count, daily: count, weekly: count, monthly: count, yearly: count });

test('to expire each time that a backup is taken keeps the same as to expire once', () => {
  fc.assert(
    fc.property(backups, retain, (all, policy) => {
      const options = { retain: policy, zone: 'America/New_York' };
      const stepwise = all.reduce<readonly KeptBackup[]>((held, next) => {
        const { expired } = retainedBackups([...held, next], options);
        return [...held, next].filter(({ id }) => !expired.includes(id));
      }, []);
      expect(retainedBackups(stepwise, options)).toEqual({ ...retainedBackups(all, options), expired: [] });
    }),
  );
});

test('every backup is kept or expired, and a good one is kept while there is any', () => {
  fc.assert(
    fc.property(backups, retain, (all, policy) => {
      const { kept, expired } = retainedBackups(all, { retain: policy, zone: 'UTC' });
      expect([...kept.map(({ id }) => id), ...expired].toSorted()).toEqual(
        all.map(({ id }) => id).toSorted(),
      );
      const last = all.findLast(({ state }) => state === 'good');
      if (last) expect(kept.map(({ id }) => id)).toContain(last.id);
    }),
  );
});
