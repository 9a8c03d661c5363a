import type { PlanFinding } from './plan-problem.ts';
import type { RecoveryPlan } from './recovery-plan.ts';

/** Blackouts and freezes end after they start; local ISO texts of one form compare like their times. */
export function calendarFindings({ calendar }: RecoveryPlan): readonly PlanFinding[] {
  return [
    ...calendar.blackouts.flatMap(({ from, to }, index) =>
      to > from ? [] : [endsBefore(['calendar', 'blackouts', index, 'to'], { from, to })],
    ),
    ...calendar.freezes.flatMap(({ from, to }, index) =>
      to >= from ? [] : [endsBefore(['calendar', 'freezes', index, 'to'], { from, to })],
    ),
  ];
}

function endsBefore(
  path: readonly (string | number)[],
  { from, to }: { from: string; to: string },
): PlanFinding {
  return { path, expected: `an end after ${from}`, found: to };
}
