import { type FaultKind, parseFault } from './fault.ts';
import { unknownFindings } from './name-findings.ts';
import { describeValue, type PlanFinding, type PlanPath } from './plan-problem.ts';
import type { RecoveryPlan } from './recovery-plan.ts';
import { repeatedConditions } from './repeated-conditions.ts';

export const DRILL_KINDS = [
  'failover',
  'backup',
  'replication-check',
  'restore',
  'switchover',
  'preflight',
] as const;

/** Those that may change what production uses. */
const LIVE_KINDS = ['failover', 'switchover'] as const;

/** A live drill repeats the plan's name, and a restore's checks ask databases of the plan. */
export function drillFindings(plan: RecoveryPlan): readonly PlanFinding[] {
  const checks = plan.drills.restore.checks.map(({ database }, index) => ({
    name: database,
    path: ['drills', 'restore', 'checks', index, 'database'],
  }));
  const ids = plan.databases.map(({ id }) => id);
  return [
    ...LIVE_KINDS.flatMap((kind) => confirmation(plan, kind)),
    ...unknownFindings('database', ids, checks),
    ...faultFindings(plan),
  ];
}

function confirmation(plan: RecoveryPlan, kind: (typeof LIVE_KINDS)[number]): readonly PlanFinding[] {
  const { mode, confirmLive } = plan.drills[kind];
  if (confirmLive === plan.name || (mode === 'isolated' && confirmLive === undefined)) return [];
  return [
    {
      path: ['drills', kind, 'confirmLive'],
      expected: `${plan.name}, the name of this plan`,
      found: describeValue(confirmLive),
      remedy: 'a live drill changes what production uses: confirm it here',
    },
  ];
}

const DISRUPTION: PlanPath = ['drills', 'failover', 'disruption'];

function faultFindings({ drills }: RecoveryPlan): readonly PlanFinding[] {
  const { fault, conditions } = drills.failover.disruption;
  const repeated = repeatedConditions(conditions).map((index) => ({
    path: [...DISRUPTION, 'conditions', index],
    expected: 'a condition of another kind than those before it',
    found: describeValue(conditions[index]),
  }));
  return [
    ...faultFinding(fault, 'disruption', [...DISRUPTION, 'fault']),
    ...conditions.flatMap((condition, index) =>
      faultFinding(condition, 'condition', [...DISRUPTION, 'conditions', index]),
    ),
    ...repeated,
  ];
}

function faultFinding(text: string, kind: FaultKind, path: PlanPath): readonly PlanFinding[] {
  const parsed = parseFault(text, kind);
  if (parsed.ok) return [];
  const { expected, remedy } = parsed;
  return [{ path, expected, found: describeValue(text), ...(remedy === undefined ? {} : { remedy }) }];
}
