import { describe, expect, test } from 'vitest';
import { schedule, type ScheduleCommand } from '../../../lib/cli/schedule.ts';

const NOW = '2027-02-28T00:00:12Z';
const BANK = 'drills/plans/always-on-bank.yaml';

async function shown(command: Partial<ScheduleCommand>) {
  let out = '';
  const stdout = { write: (text: string) => (out += text) };
  const code = await schedule({
    file: BANK,
    from: undefined,
    to: undefined,
    format: 'text',
    now: NOW,
    ...command,
    stdout,
  });
  expect(code).toBe(0);
  return out;
}

test('the next 31 days, with what comes often in one line', async () => {
  expect(
    await shown({ from: '2027-02-28', to: '2027-03-31' }),
  ).toBe(`always-on-bank: what runs from Sun 2027-02-28 00:00 to Wed 2027-03-31 00:00, Asia/Jakarta

  Sun 2027-02-28 03:00  restore  runs
  Sun 2027-03-07 03:00  restore  refused: Eid homecoming
  Sun 2027-03-14 03:00  restore  refused: Eid homecoming
  Sun 2027-03-21 03:00  restore  runs
  Sun 2027-03-28 03:00  restore  runs

  backup             runs 31 times, first Sun 2027-02-28 01:30, last Tue 2027-03-30 01:30; --all lists them
  replication-check  runs 744 times, first Sun 2027-02-28 00:00, last Tue 2027-03-30 23:00; --all lists them

Closed to drills (one that would run into it is refused; backups and checks run all the same)
  settlement      32 times, first Sat 2027-02-27 22:00, last Tue 2027-03-30 22:00; --all lists them
  Eid homecoming  Fri 2027-03-05 00:00 to Wed 2027-03-17 00:00
`);
});

test('without times it begins now, to the minute, in the zone of the plan', async () => {
  const [first] = (await shown({})).split('\n');
  expect(first).toBe(
    'always-on-bank: what runs from Sun 2027-02-28 07:00 to Wed 2027-03-31 07:00, Asia/Jakarta',
  );
});

test('--all lists each of them', async () => {
  const text = await shown({ from: '2027-03-01', to: '2027-03-02', format: 'all' });
  expect(text.match(/replication-check +runs$/gm)).toHaveLength(24);
});

test('nothing due is said, with the remedy', async () => {
  const text = await shown({ file: 'drills/plans/orders.yaml' });
  expect(text.split('\n').slice(2)).toEqual([
    'Nothing is due: a drill runs by itself when the plan has drills.KIND.schedule.',
    '',
  ]);
});

test('JSON has every drill, with its offset', async () => {
  const printed: unknown = JSON.parse(
    await shown({ from: '2027-03-07', to: '2027-03-07T04:00', format: 'json' }),
  );
  expect(printed).toMatchObject({
    schemaVersion: 1,
    plan: 'always-on-bank',
    timeZone: 'Asia/Jakarta',
    from: '2027-03-07T00:00:00.000+07:00',
    to: '2027-03-07T04:00:00.000+07:00',
    closed: [
      { name: 'Eid homecoming', kind: 'freeze' },
      { name: 'settlement', kind: 'blackout' },
    ],
  });
  expect(printed).toHaveProperty('drills.5', {
    kind: 'restore',
    due: '2027-03-07T03:00:00',
    fate: 'refused',
    startsAt: null,
    endsAbout: null,
    closed: ['Eid homecoming'],
    collidesWith: [],
  });
});

describe('the calendar file', () => {
  const lines = async () =>
    (await shown({ from: '2027-02-28', to: '2027-03-08', format: 'ics' })).split('\r\n');

  test('has what runs, in UTC, and what is closed; not what is refused', async () => {
    const text = (await lines()).join('\n').replaceAll('\n ', '');
    expect(text).toContain('UID:always-on-bank-restore-2027-02-28T03:00:00@muster\n');
    expect(text).toContain(
      'DTSTART:20270227T200000Z\nDTEND:20270227T220000Z\nSUMMARY:restore drill of always-on-bank\n',
    );
    expect(text).toContain('SUMMARY:No drills of always-on-bank: Eid homecoming\n');
    expect(text).not.toContain('restore-2027-03-07');
  });

  test('is made of lines of at most 75 bytes, and gives no event twice', async () => {
    const all = await lines();
    expect(all[0]).toBe('BEGIN:VCALENDAR');
    expect(all.slice(-2)).toEqual(['END:VCALENDAR', '']);
    expect(all.filter((line) => Buffer.byteLength(line) > 75)).toEqual([]);
    const ids = all.filter((line) => line.startsWith('UID:'));
    expect(ids.length).toBeGreaterThan(200);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('a time that cannot be used', () => {
  test.each([
    [
      { from: 'soon' },
      '--from soon is no time; give one such as 2027-02-01 or 2027-02-01T08:00, meant in Asia/Jakarta',
    ],
    [
      { to: '2027-13-01' },
      '--to 2027-13-01 is no time; give one such as 2027-02-01 or 2027-02-01T08:00, meant in Asia/Jakarta',
    ],
    [
      { from: '2027-02-01', to: '2027-02-01' },
      '--to 2027-02-01T00:00:00.000+07:00 is not after --from 2027-02-01T00:00:00.000+07:00; name a later one',
    ],
    [
      { from: '2027-01-01', to: '2029-01-01' },
      'rate(1 hour) comes more than 10000 times in that time; name a shorter time with --from and --to',
    ],
    [{ from: '0001-01-01', to: '9999-01-01' }, 'cron(0 22 ? * * *) comes more than 10000 times'],
  ])('%j', async (times, message) => {
    await expect(shown(times)).rejects.toThrow(message);
  });
});
