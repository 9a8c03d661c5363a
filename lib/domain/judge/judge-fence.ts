import { parseInstant } from '../instant.ts';
import type { OutcomeOf } from '../record/outcomes.ts';
import { missingProof, provenBy } from '../fence/proof.ts';
import type { FencedDatabase } from '../record/fence-outcomes.ts';
import type { FailoverInput } from '../run/failover-input.ts';
import { isInForce } from '../run/experiment-states.ts';
import { judgeReceipt } from '../run/receipt-proof.ts';
import { type Finding, inconclusive, met } from './finding.ts';
import { judgeSecondLook } from './judge-second-look.ts';
import type { RunFacts } from './run-facts.ts';

type Returned = OutcomeOf<'ReturnRegion'>['databases'][number];

/**
 * Whether it is proven that the old primary of a database accepted no more writes, at the promotion and when its
 * region came back. The words of the fence alone do not count: a receipt is read again, and a real loss has none.
 */
export function judgeFence(id: string, input: FailoverInput, facts: RunFacts): readonly Finding[] {
  const fenced = facts.outcome('FenceOldPrimary')?.databases.find((database) => database.id === id);
  if (!fenced) return [inconclusive(`it is not known whether the old primary of ${id} was fenced`)];
  return [judgeProof(fenced, input, facts), ...judgeReturn(id, returnedOf(id, facts))];
}

function returnedOf(id: string, facts: RunFacts): Returned | null {
  return facts.outcome('ReturnRegion')?.databases.find((database) => database.id === id) ?? null;
}

function judgeProof({ id, proof, attempts }: FencedDatabase, input: FailoverInput, facts: RunFacts): Finding {
  if (proof === 'probe') {
    const probes = judgeProbes(id, attempts);
    return probes.verdict === 'met' ? judgeSecondLook(id, attempts, returnedOf(id, facts)) : probes;
  }
  if (proof === 'none')
    return unproven(id, attempts.map(({ rung, detail }) => `${rung}: ${detail}`).join(', '));
  if (input.scope === 'real') return unproven(id, "an injector's receipt proves nothing of a real loss");
  const receipt = facts.outcome('InjectDisruption')?.receipt ?? null;
  const read = judgeReceipt(receipt, input.sites.primary.region);
  if (read.result !== 'proven') return unproven(id, read.detail);
  const ended = endedBeforeUndo(facts);
  return ended === null ? met(`${id} was fenced (receipt)`) : unproven(id, ended);
}

/**
 * A receipt speaks for as long as its experiment runs: until the run itself undoes it. One that had ended by then, by its
 * stop condition, by its duration or by somebody's hand, has let the old primary come back. Null where it ran.
 */
function endedBeforeUndo(facts: RunFacts): string | null {
  const returned = facts.outcome('ReturnRegion');
  if (!returned) return 'nobody has looked again whether the experiment of the receipt still ran';
  const { beforeUndo } = returned;
  if (beforeUndo === undefined) return null;
  const { state = 'none', endedAt = null } = beforeUndo ?? {};
  if (isInForce(state) || isOwnUndo(endedAt, facts)) return null;
  const when = endedAt === null ? '' : ` at ${endedAt}`;
  return `the experiment of the receipt was ${state}${when}, before the run had undone it`;
}

/** By an earlier attempt of the same state, which had the experiment undone and failed after that. */
function isOwnUndo(endedAt: string | null, { entries }: RunFacts): boolean {
  const entered = entries.findLast(
    (one) => one.kind === 'history' && one.state === 'ReturnRegion' && one.type.endsWith('StateEntered'),
  );
  return endedAt !== null && entered !== undefined && parseInstant(endedAt) >= parseInstant(entered.at);
}

/**
 * Whether a fence is proven, by its rungs and probes alone: before its server is looked at again. A switchover looks
 * at what was written there since its drain, transaction by transaction.
 */
export function judgeProbes(id: string, attempts: FencedDatabase['attempts']): Finding {
  return provenBy(attempts) === null ? unproven(id, missingProof(attempts)) : met(`${id} was fenced (probe)`);
}

function unproven(id: string, why: string): Finding {
  return inconclusive(`the fence of ${id}'s old primary is not proven: ${why}`);
}

function judgeReturn(id: string, returned: Returned | null): readonly Finding[] {
  if (returned?.fence === 'deferred')
    return [inconclusive(`${id}'s old primary is to be fenced when its region returns: ${returned.probe}`)];
  if (returned?.fence !== 'unproven') return [];
  return [inconclusive(`${id}'s old primary came back without a proven fence: ${returned.probe}`)];
}
