import { expect, test } from 'vitest';
import { planChanges } from '../../../../lib/domain/plan/plan-changes.ts';
import { changed, planOf, SMALL_PLAN } from './small-plan.ts';

const SMALL = planOf(SMALL_PLAN);
const since = (text: string) => planChanges(SMALL, planOf(text));

test('comments, layout, defaults written down, and the same duration in other words are no difference', () => {
  expect(since(`# of tonight\n${SMALL_PLAN}\nhold: PT60S\n`)).toEqual([]);
});

test('a field is named by the names on its way, with what it was and what it is', () => {
  expect(since(`${SMALL_PLAN}hold: PT1H\n`)).toEqual([{ path: 'hold', before: 'PT1M', after: 'PT1H' }]);
  expect(since(changed('dependsOn: [a]', 'dependsOn: [a]\n    tier: 3'))).toEqual([
    { path: 'services.b.tier', before: '1', after: '3' },
  ]);
});

test('what is new, gone or a longer list is said as such, wherever it stands in its list', () => {
  const third = "services:\n  - name: c\n    healthCheck: { kind: http, url: 'http://c.example/' }";
  expect(since(changed('services:', third))).toEqual([{ path: 'services.c', before: null, after: 'there' }]);
  expect(planChanges(planOf(changed('services:', third)), SMALL)).toEqual([
    { path: 'services.c', before: 'there', after: null },
  ]);
  expect(since(changed('fencedRoles: [app]', 'fencedRoles: [app, etl]'))).toEqual([
    { path: 'databases.db.fencedRoles', before: 'app', after: 'app, etl' },
  ]);
  expect(since(`${SMALL_PLAN}backgroundJobs: [{ name: nightly }, { name: weekly }]\n`)).toEqual([
    { path: 'backgroundJobs', before: null, after: 'nightly, weekly' },
  ]);
  expect(since(`${SMALL_PLAN}notifications: { quietHours: { from: '22:00', to: '07:00' } }\n`)).toEqual([
    { path: 'notifications.quietHours', before: null, after: '{"from":"22:00","to":"07:00"}' },
  ]);
});
