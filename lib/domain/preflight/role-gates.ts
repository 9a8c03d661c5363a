import { type OtherRole, outsidePlan } from '../fence/logins-left.ts';
import type { PreFlightCheck } from '../record/failover-outcomes.ts';
import { type Gate, gate } from './gate.ts';
import type { GatedPlan } from './gated-plan.ts';
import type { DatabaseFacts } from './preflight-facts.ts';

/**
 * Whether the plan fences whoever may write. Asked of the replica, which is a copy of the primary and answers also when
 * that is lost; one that does not answer has a gate of its own.
 */
export function roleGates(plan: GatedPlan, facts: readonly DatabaseFacts[]): readonly Gate[] {
  return plan.databases.flatMap(({ id }) => {
    const own = facts.find((one) => one.id === id);
    return own?.server.known ? [roleGate(id, own.server.value.others)] : [];
  });
}

/** The same as a check of a drill: one that begins with such a role would prove of a fence what does not hold. */
export function roleCheck(id: string, others: readonly OtherRole[]): PreFlightCheck {
  const { name, subject, result, seen, limit } = roleGate(id, others);
  return { name, subject, passed: result === 'passed', blocking: true, seen, limit };
}

function roleGate(id: string, others: readonly OtherRole[]): Gate {
  const roles = outsidePlan(others.filter(({ canLogin }) => canLogin)).map(({ name }) => name);
  const seen = roles.join(', ');
  return gate('who may log in', id, {
    passed: roles.length === 0,
    seen: seen === '' ? 'nobody else' : `${seen} as well`,
    limit: 'fencedRoles of the plan, and the operator',
    remedy: `add to fencedRoles: ${seen}; or take the login away: an old primary would go on taking their writes, and no fence by logins is proven`,
  });
}
