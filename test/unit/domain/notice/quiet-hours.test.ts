import { describe, expect, it } from 'vitest';
import { formatInstant, parseInstant } from '../../../../lib/domain/instant.ts';
import { quietUntil } from '../../../../lib/domain/notice/quiet-hours.ts';

const NIGHT = { from: '22:00', to: '07:00' };
const until = (at: string, hours = NIGHT, zone = 'Europe/Berlin') => {
  const end = quietUntil(hours, zone, parseInstant(`${at}.000000Z`));
  return end === null ? null : formatInstant(end).slice(0, 16);
};

describe('quiet hours', () => {
  it.each([
    ['2026-03-01T20:59:59', null, 'a second before they begin'],
    ['2026-03-01T21:00:00', '2026-03-02T06:00', 'when they begin'],
    ['2026-03-02T03:00:00', '2026-03-02T06:00', 'behind midnight'],
    ['2026-03-02T06:00:00', null, 'when they end'],
    ['2026-07-01T20:00:00', '2026-07-02T05:00', 'in summer'],
  ])('at %s last until %s: %s', (at, end, _when) => expect(until(at)).toBe(end));

  it('follow the clock on the wall when that is put forward and back', () => {
    expect(until('2026-03-28T23:00:00')).toBe('2026-03-29T05:00');
    expect(until('2026-10-24T23:00:00')).toBe('2026-10-25T06:00');
  });

  it('may lie within one day', () => {
    const lunch = { from: '12:00', to: '13:30' };
    expect(until('2026-03-01T11:00:00', lunch)).toBe('2026-03-01T12:30');
    expect(until('2026-03-01T12:30:00', lunch)).toBeNull();
  });

  it('are none where they begin when they end, or where there are none', () => {
    expect(until('2026-03-01T21:00:00', { from: '21:00', to: '21:00' })).toBeNull();
    expect(quietUntil(null, 'UTC', parseInstant('2026-03-01T21:00:00.000000Z'))).toBeNull();
  });
});
