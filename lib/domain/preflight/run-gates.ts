import { ageWords } from '../brief/drill-proof.ts';
import type { ConflictingRun } from '../brief/conflicting-run.ts';
import { type Gate, gate, unasked } from './gate.ts';
import type { Deployed, PreflightFacts } from './preflight-facts.ts';

/** Whether the recovery region's orchestrator is there. */
export function orchestratorGates({ plan, machines, functions }: PreflightFacts): readonly Gate[] {
  const { region } = plan.sites.recovery;
  return [
    ...machines.map((machine) => deployedGate(`state machine ${machine.name}`, machine, ['ACTIVE', region])),
    functionsGate(functions, region),
  ];
}

/** Whether nothing else runs that a failover would meet. */
export function lockGates(facts: Pick<PreflightFacts, 'plan' | 'locks'>): readonly Gate[] {
  return facts.locks.map((lock) => lockGate(facts, lock));
}

const ORCHESTRATOR = 'orchestrator';
const DEPLOY = 'deploy Muster into the recovery region: without it a failover goes by `npx muster runbook`';

function deployedGate(
  subject: string,
  { state }: Deployed,
  [wanted, region]: readonly [string, string],
): Gate {
  const limit = `${wanted} in ${region}`;
  if (!state.known) return unasked(ORCHESTRATOR, subject, { why: state.why, limit, remedy: DEPLOY });
  return gate(ORCHESTRATOR, subject, {
    passed: state.value === wanted,
    seen: state.value,
    limit,
    remedy: DEPLOY,
  });
}

/** One line for all handlers: there are dozens, and what counts is the one that is not there. */
function functionsGate(functions: readonly Deployed[], region: string): Gate {
  const wrong = functions.filter(({ state }) => state.known && state.value !== 'Active');
  const notKnown = functions.filter(({ state }) => !state.known);
  const subject = 'handlers';
  const limit = `all that the workflow calls, active in ${region}`;
  if (wrong.length > 0 || functions.length === 0)
    return gate(ORCHESTRATOR, subject, {
      passed: false,
      seen: functions.length === 0 ? 'none' : inWords(wrong),
      limit,
      remedy: DEPLOY,
    });
  if (notKnown.length > 0)
    return unasked(ORCHESTRATOR, subject, { why: inWords(notKnown), limit, remedy: DEPLOY });
  return gate(ORCHESTRATOR, subject, {
    passed: true,
    seen: `${functions.length} active`,
    limit,
    remedy: DEPLOY,
  });
}

function inWords(those: readonly Deployed[]): string {
  return those.map(({ name, state }) => `${name}: ${state.known ? state.value : state.why}`).join('; ');
}

const EFFECTS: Readonly<Record<ConflictingRun['effect'], 'passed' | 'warned' | 'blocked'>> = {
  over: 'passed',
  'pre-empted': 'warned',
  refuses: 'blocked',
};

function lockGate(
  { plan }: Pick<PreflightFacts, 'plan'>,
  { site, holder }: PreflightFacts['locks'][number],
): Gate {
  const { name } = plan.sites[site];
  const limit = 'free, or held by a drill: a real failover takes it from one';
  const remedy = 'look whether that region answers';
  if (!holder.known) return unasked('conflicting run', `lock of ${name}`, { why: holder.why, limit, remedy });
  const found = holder.value;
  const effect = found ? EFFECTS[found.effect] : 'passed';
  return gate('conflicting run', `lock of ${name}`, {
    passed: effect === 'passed',
    otherwise: effect === 'warned' ? 'warned' : 'blocked',
    seen: found
      ? `held by ${found.run}, which is ${found.scope}, ${found.status ?? 'with no execution'}`
      : 'free',
    limit,
    remedy: found ? holderRemedy(found) : '',
  });
}

function holderRemedy({ run, effect, status }: ConflictingRun): string {
  if (effect !== 'pre-empted')
    return `a real failover holds it: follow or abort ${run}, or finish it with \`npx muster clean\``;
  return status === 'RUNNING'
    ? 'a drill runs: a real failover would end it first'
    : 'it is over, and has left something: `npx muster clean` finishes it; a real failover would take its lock first';
}

export const EVIDENCE = 'evidence fresh';

/** Whether drills have proven this plan. Stale evidence blocks no real event: it wants a reason. */
export function evidenceGate({ plan, proof }: Pick<PreflightFacts, 'plan' | 'proof'>): Gate {
  const limit = `a failover drill of this plan that passed within ${plan.evidence.maxAge.iso}`;
  const remedy =
    'run `npx muster drill failover` with this plan; until then a real failover asks for --stale-evidence and a reason';
  if (!proof.known) return unasked(EVIDENCE, plan.name, { why: proof.why, limit, remedy });
  const { passed, stale } = proof.value;
  const last = passed ? `${passed.run} passed ${ageWords(passed.ageSeconds)} ago` : null;
  return gate(EVIDENCE, plan.name, {
    passed: stale === null,
    otherwise: 'warned',
    seen: [stale, last].filter((words) => words !== null).join('; '),
    limit,
    remedy,
  });
}
