import type { Fact } from '../brief/fact.ts';
import type { RecoveryPlan } from '../plan/recovery-plan.ts';
import type { SitesView, Vantage } from '../vantage/sites-view.ts';
import { type Gate, gate, unasked } from './gate.ts';

/** Whether each region can be asked what it sees, and what they see now. */
export function sightGates(plan: RecoveryPlan, sites: Fact<SitesView>): readonly Gate[] {
  const limit = 'an answer from each region';
  const remedy = 'look whether the probe stands in that region: without it nobody there can say what is lost';
  if (!sites.known) return [unasked('vantage points', plan.name, { why: sites.why, limit, remedy })];
  const { vantages, finding, reason } = sites.value;
  return [
    witnessGate(plan),
    ...vantages.map((vantage) => vantageGate(vantage, remedy)),
    gate('what they see', plan.sites.primary.region, {
      passed: finding === 'nothing-seen',
      otherwise: 'warned',
      seen: `${finding}: ${reason}`,
      limit: 'users are served, and nothing met silence',
      remedy: '`npx muster failover --plan FILE --real --look` shows who says what',
    }),
  ];
}

/** A failover is run from the recovery region: whether it is there is not known where its probe does not say so. */
function vantageGate({ region, role, answered, failure }: Vantage, remedy: string): Gate {
  const subject = `${region}, ${role}`;
  const limit = 'an answer';
  if (!answered && role === 'recovery')
    return unasked('vantage point', subject, { why: failure, limit, remedy });
  const seen = answered ? 'answers' : failure;
  return gate('vantage point', subject, { passed: answered, otherwise: 'warned', seen, limit, remedy });
}

function witnessGate({ sites: { witness } }: RecoveryPlan): Gate {
  return gate('witness', witness?.region ?? 'none', {
    passed: witness !== undefined,
    otherwise: 'warned',
    seen: witness === undefined ? 'the plan names none' : witness.name,
    limit: 'a third region that looks',
    remedy: 'name sites.witness in the plan: from one region a cut link looks like a lost region',
  });
}
