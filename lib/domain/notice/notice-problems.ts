import type { PlanFinding } from '../plan/plan-problem.ts';
import { quote } from '../plan/plan-problem.ts';
import type { RecoveryPlan } from '../plan/recovery-plan.ts';

/** What of a plan's notifications would not work when it counts: warnings, since a plan can be drilled all the same. */
export function noticeProblems(plan: RecoveryPlan): readonly PlanFinding[] {
  return [...topicsToBeLost(plan), ...emptyQuietHours(plan)];
}

function topicsToBeLost({ notifications, sites: { primary } }: RecoveryPlan): readonly PlanFinding[] {
  return notifications.topics.flatMap((topic, index) => {
    if (topicRegion(topic) !== primary.region) return [];
    return [
      {
        path: ['notifications', 'topics', index],
        expected: `a topic outside of ${primary.region}, the region that is lost`,
        found: quote(topic),
        remedy: 'a failover could not be announced there: name a topic of the recovery region',
      },
    ];
  });
}

function emptyQuietHours({ notifications: { quietHours } }: RecoveryPlan): readonly PlanFinding[] {
  if (!quietHours || quietHours.from !== quietHours.to) return [];
  return [
    {
      path: ['notifications', 'quietHours'],
      expected: 'an end that differs from the start',
      found: quote(`${quietHours.from} to ${quietHours.to}`),
      remedy: 'as it stands there are no quiet hours',
    },
  ];
}

/** The region that a topic's ARN names. */
function topicRegion(arn: string): string {
  return arn.split(':')[3] ?? '';
}
