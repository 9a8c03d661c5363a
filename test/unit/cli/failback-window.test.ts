import { describe, expect, it } from 'vitest';
import { parseInstant } from '../../../lib/domain/instant.ts';
import { failbackWindow } from '../../../lib/cli/failback-window.ts';

const at = (now: string, window?: string) =>
  failbackWindow({ window, zone: 'Europe/Berlin', now: parseInstant(now) });

const NIGHT = '2027-02-01T02:00/2027-02-01T04:00';

describe('the window of a failback', () => {
  it("is meant in the plan's time zone, and open from its begin to before its end", () => {
    const open = { from: '2027-02-01T01:00:00.000000Z', to: '2027-02-01T03:00:00.000000Z' };
    expect(at('2027-02-01T01:00:00.000000Z', NIGHT)).toEqual(open);
    expect(at('2027-02-01T02:59:59.999999Z', NIGHT)).toEqual(open);
  });

  it.each([
    ['2027-02-01T00:59:59.999999Z', 'the window opens at 2027-02-01T01:00:00.000000Z'],
    ['2027-02-01T03:00:00.000000Z', 'the window closed at 2027-02-01T03:00:00.000000Z'],
  ])('refuses at %s', (now, words) => {
    expect(() => at(now, NIGHT)).toThrow(words);
  });

  it('may be given by its begin and how long it is open', () => {
    expect(at('2027-02-01T01:30:00.000000Z', '2027-02-01T02:00/PT2H')).toEqual({
      from: '2027-02-01T01:00:00.000000Z',
      to: '2027-02-01T03:00:00.000000Z',
    });
  });

  it.each(['2027-02-01T02:00', '2027-02-01T04:00/2027-02-01T02:00', 'a/b', '1/2/3', ''])(
    'takes %j for none',
    (window) => {
      expect(() => at('2027-02-01T01:00:00.000000Z', window)).toThrow('--window');
    },
  );

  it('is no window where none was given: at once', () => {
    expect(at('2027-02-01T01:00:00.000000Z')).toBeUndefined();
  });
});
