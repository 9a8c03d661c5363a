import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { alarmEvent, eventJsonSchema, eventWords } from '../../../../lib/domain/alarm/alarm-event.ts';
import { alarmHistory } from '../../../../lib/domain/alarm/alarm-history.ts';
import { monthsBack, seriesKeys } from '../../../../lib/domain/alarm/series-keys.ts';
import { parseInstant } from '../../../../lib/domain/instant.ts';
import { checkedRpo } from '../../../fakes/checked-rpo.ts';

const NOON = parseInstant('2026-03-01T12:00:00.000000Z');
const DAY = 86_400e6;
const { changes } = alarmHistory({
  checks: [checkedRpo(NOON, 'met'), checkedRpo(NOON + DAY, 'missed')],
  schedule: { expression: 'rate(1 day)', timeZone: 'UTC' },
  until: NOON + 4 * DAY,
});
const events = changes.map((change) => alarmEvent('orders', change));

test('docs/event.schema.json is the schema (written anew by `npm run docs`)', async () => {
  await expect(`${JSON.stringify(eventJsonSchema(), null, 2)}\n`).toMatchFileSnapshot(
    '../../../../docs/event.schema.json',
  );
});

test('each event is as docs/event.schema.json says, and one that is not is refused', () => {
  const validate = new Ajv2020({ allErrors: true }).compile(eventJsonSchema());
  expect(events.map((event) => [validate(event), validate.errors])).toEqual(events.map(() => [true, null]));
  expect(validate({ ...events[0], source: 'another' })).toBe(false);
});

test('events say in one line what was, what is, and why', () => {
  expect(events.map(eventWords)).toEqual([
    'RPO alarm of orders: OK (was INSUFFICIENT_DATA), within-objective: it was met',
    'RPO alarm of orders: ALARM (was OK), above-objective: it was missed',
    'RPO alarm of orders: ALARM (still), did-not-run: the check that was due at 2026-03-03 00:00 UTC left no result by 2026-03-04 00:00 UTC, when the next was due',
  ]);
});

test('series and events lie in the order of time, under names that any shell takes', () => {
  expect(events.map(seriesKeys.event)).toEqual([
    'events/orders/rpo/20260301T120000.000000Z-OK-within-objective.json',
    'events/orders/rpo/20260302T120000.000000Z-ALARM-above-objective.json',
    'events/orders/rpo/20260304T000000.000000Z-ALARM-did-not-run.json',
  ]);
  const key = seriesKeys.check({ plan: 'orders', at: '2026-03-01T12:00:00.000001Z', run: 'run-1' });
  expect(key).toBe('series/orders/rpo/20260301T120000.000001Z-run-1.json');
  expect(key.startsWith(seriesKeys.checksOf('orders', '202603'))).toBe(true);
});

test('months are counted back over the turn of a year', () => {
  expect(monthsBack(parseInstant('2026-01-31T23:59:59.999999Z'), 3)).toEqual(['202601', '202512', '202511']);
});
