import { calendarFindings } from './calendar-findings.ts';
import { databaseFindings } from './database-findings.ts';
import { drillFindings } from './drill-findings.ts';
import type { PlanFinding } from './plan-problem.ts';
import type { RecoveryPlan } from './recovery-plan.ts';
import { ruleFindings } from './rule-findings.ts';
import { serviceFindings } from './service-findings.ts';
import { siteFindings } from './site-findings.ts';

/** What the parts of a well-formed plan contradict in each other. */
export function planFindings(plan: RecoveryPlan): readonly PlanFinding[] {
  return [
    ...siteFindings(plan),
    ...serviceFindings(plan),
    ...databaseFindings(plan),
    ...ruleFindings(plan),
    ...calendarFindings(plan),
    ...drillFindings(plan),
  ];
}
