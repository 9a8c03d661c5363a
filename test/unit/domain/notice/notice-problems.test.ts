import { expect, test } from 'vitest';
import { noticeProblems } from '../../../../lib/domain/notice/notice-problems.ts';
import { formatPath } from '../../../../lib/domain/plan/plan-problem.ts';
import { planOf, SMALL_PLAN } from '../plan/small-plan.ts';

const HERE = 'arn:aws:sns:eu-west-1:111122223333:on-call';
const LOST = 'arn:aws:sns:eu-central-1:111122223333:on-call';

const problems = (notifications: object) =>
  noticeProblems(planOf(`${SMALL_PLAN}notifications: ${JSON.stringify(notifications)}\n`)).map(
    ({ path, remedy }) => [formatPath(path), remedy],
  );

test('a topic in the region that is lost is named', () => {
  expect(problems({ topics: [HERE, LOST] })).toEqual([
    [
      'notifications.topics[1]',
      'a failover could not be announced there: name a topic of the recovery region',
    ],
  ]);
});

test('quiet hours that are none are named', () => {
  expect(problems({ topics: [HERE], quietHours: { from: '22:00', to: '22:00' } })).toEqual([
    ['notifications.quietHours', 'as it stands there are no quiet hours'],
  ]);
  expect(problems({ topics: [HERE], quietHours: { from: '22:00', to: '07:00' } })).toEqual([]);
});
