import { againstObjective } from '../../measurement/against-objective.ts';
import type { SwitchoverInput } from '../../run/switchover-input.ts';
import { type Finding, inconclusive, met, worstOf } from '../finding.ts';
import { judgeFailure } from '../judge-drill.ts';
import { againstInWords, firstOf } from '../reason-words.ts';
import type { RunFacts } from '../run-facts.ts';
import { legWords } from './leg-words.ts';
import type { MeasuredLeg, SwitchoverMeasurement } from './measure-switchover.ts';
import { switchoverStates } from './switchover-states.ts';

/** Whether the drill was one: roles changed, clients saw it, and every state ran to its end without a failure. */
export function judgeSwitchoverDrill(
  input: SwitchoverInput,
  { legs }: SwitchoverMeasurement,
  facts: RunFacts,
): Finding {
  const incomplete = switchoverStates(input).filter((state) => facts.exitedAt(state) === null);
  const unseen = legs.flatMap((leg) =>
    leg.databases
      .filter(({ outage }) => !outage)
      .map(({ id }) =>
        inconclusive(`the heartbeat of ${id} never saw the change of roles ${legWords(leg.facts)}`),
      ),
  );
  const findings = [
    ...judgeFailure(facts),
    ...unseen,
    ...died(facts),
    ...(incomplete.length ? [inconclusive(`not run to the end: ${firstOf(incomplete)}`)] : []),
  ];
  return findings.length ? worstOf(findings) : met('every state ran to its end, and clients saw each change');
}

/** A reader ends with the first change of roles, and is missed in its own numbers only. */
function died(facts: RunFacts): readonly Finding[] {
  const started = [facts.outcome('StartHeartbeat'), facts.outcome('StartHeartbeat', 'back')];
  const executions = started.flatMap((start) => start?.executions ?? []);
  const readers = new Set(executions.filter(({ role }) => role === 'reader').map(({ arn }) => arn));
  return (facts.outcome('StopHeartbeat')?.executions ?? [])
    .filter(({ arn, status }) => ['FAILED', 'TIMED_OUT', 'ABORTED'].includes(status) && !readers.has(arn))
    .map(({ arn, status }) => inconclusive(`the heartbeat execution ${arn} ended as ${status}`));
}

/** How long clients were interrupted on each leg, writers and required services, against the recovery time objective. */
export function judgeGap({ objectives }: SwitchoverInput, { legs }: SwitchoverMeasurement): Finding {
  return worstOf(legs.map((leg) => judgeLegGap(leg, objectives.rtoSeconds)));
}

function judgeLegGap({ facts, interrupted, databases }: MeasuredLeg, objectiveSeconds: number): Finding {
  const doubts = databases.flatMap((one) => one.doubts.map((doubt) => `${one.id}: ${doubt}`));
  if (doubts.length > 0) return inconclusive(firstOf(doubts));
  if (!interrupted)
    return inconclusive(`how long clients were interrupted ${legWords(facts)} was not measured to its end`);
  const verdict = againstObjective(interrupted, objectiveSeconds);
  return {
    verdict,
    reason: `clients were interrupted ${legWords(facts)} for ${againstInWords(interrupted, objectiveSeconds)}`,
  };
}

/** How long there was no second copy after each promotion, against its own objective. */
export function judgeProtection(
  { objectives: { withoutSecondCopySeconds } }: SwitchoverInput,
  { legs }: SwitchoverMeasurement,
): Finding {
  return worstOf(legs.flatMap((leg) => judgeLegProtection(leg, withoutSecondCopySeconds)));
}

function judgeLegProtection(leg: MeasuredLeg, objectiveSeconds: number): readonly Finding[] {
  const { facts, withoutSecondCopy } = leg;
  const where = legWords(facts);
  if (withoutSecondCopy)
    return [
      {
        verdict: againstObjective(withoutSecondCopy, objectiveSeconds),
        reason: `after roles changed ${where} there was no second copy for ${againstInWords(withoutSecondCopy, objectiveSeconds)}`,
      },
    ];
  // Without its outcome, a state that was entered may have promoted the replica all the same.
  if (facts.enteredAt('PromoteReplica') === null)
    return [met(`roles did not change ${where}: the replica went on`)];
  return [inconclusive(`no second copy is known of since roles were to change ${where}`)];
}
