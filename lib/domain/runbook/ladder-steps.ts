import type { RecoveryPlan } from '../plan/recovery-plan.ts';
import { planKeys } from '../run/run-keys.ts';
import { GENERATION } from './lock-shell.ts';
import type { RunbookStep } from './runbook.ts';
import { describeInstance, IMPATIENT, OR_NO_ANSWER, putObject } from './shell-lines.ts';

const GROUPS = 'DBInstances[0].VpcSecurityGroups[].[VpcSecurityGroupId,Status]';

/** Rungs of the plan's ladder beside logins, as far as they can be taken before the promotion; none where it has none. */
export function ladderSteps(plan: RecoveryPlan): readonly RunbookStep[] {
  const { rungs } = plan.fence;
  return [
    ...(rungs.includes('stop-application-writers') ? [writersStep(plan)] : []),
    ...(rungs.includes('close-network') ? [networkStep(plan)] : []),
  ];
}

function writersStep(plan: RecoveryPlan): RunbookStep {
  const { name } = plan.sites.primary;
  return {
    id: 'writers',
    title: 'Writers of the application at the old site stop',
    when: 'always',
    why: [
      'They read this gate before they write. It is obeyed and holds nobody: the steps that follow are needed all the same.',
    ],
    commands: [
      `printf '{"offAt":"${name}","run":"%s","generation":%d}' "$RUN" ${GENERATION} > writers.json &&`,
      putObject(plan, planKeys.writers(plan.name), 'writers.json'),
    ],
    check: ['An ETag is printed.'],
    fields: ['Writers off at (UTC)'],
  };
}

function networkStep(plan: RecoveryPlan): RunbookStep {
  const { region } = plan.sites.primary;
  const closed = plan.fence.closedSecurityGroup ?? '';
  return {
    id: 'network',
    title: "Close the old primary's network",
    when: 'region-answers',
    why: [
      'A security group that admits nobody keeps new connections out. It cuts none that is open: that is what the step before was for, in this order, because nobody gets in afterwards.',
    ],
    commands: plan.databases.flatMap(({ primary: { instance } }) => [
      describeInstance(region, instance, GROUPS),
      `aws rds modify-db-instance --region ${region} --db-instance-identifier ${instance} --vpc-security-group-ids ${closed} --apply-immediately ${IMPATIENT} --query DBInstance.DBInstanceStatus --output text`,
      describeInstance(region, instance, GROUPS),
    ]),
    check: [
      'The first line of each database names its groups of before: write them down, they are given back if nothing is promoted.',
      `In the end each names ${closed} alone, as active. It may take a minute: ask again.`,
    ],
    fields: ['Groups of before', 'Network closed at (UTC)'],
  };
}

/** What the ladder has for an old primary that is back, or that has no replica any more. */
export function stopCommands(plan: RecoveryPlan): readonly string[] {
  if (!plan.fence.rungs.includes('stop-instance')) return [];
  const { region } = plan.sites.primary;
  return plan.databases.map(
    ({ primary: { instance } }) =>
      `aws rds stop-db-instance --region ${region} --db-instance-identifier ${instance} ${IMPATIENT} --query DBInstance.DBInstanceStatus --output text ${OR_NO_ANSWER}`,
  );
}
