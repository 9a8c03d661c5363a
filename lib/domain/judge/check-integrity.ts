import type { RunInput } from '../run/run-input.ts';
import type { RunFiles } from '../run/run-files.ts';
import type { RunFacts } from './run-facts.ts';
import { weakerThanPlan } from './weaker-than-plan.ts';
import { checkSeal, type Sha256 } from './check-seal.ts';

/** Why the files are no evidence: broken means nothing in them is relied on, unsealed that nobody vouches for them. */
export interface Integrity {
  readonly broken: readonly string[];
  readonly unsealed: boolean;
  /** Where it was judged against less than its plan asks for. */
  readonly weaker: readonly string[];
}

/** Seal first, then whether every line can be read, then whether the plan is the one that was run, and was kept to. */
export function checkIntegrity(files: RunFiles, facts: RunFacts, sha256: Sha256): Integrity {
  const { broken, unsealed } = checkSeal(files, facts.entries, sha256);
  const input = facts.outcome('RecordObjectives')?.input;
  return {
    broken: [...broken, ...facts.problems, ...otherPlan(files, input, sha256)],
    unsealed,
    weaker: input ? weaker(input, facts.planText) : [],
  };
}

function otherPlan({ texts }: RunFiles, input: RunInput | undefined, sha256: Sha256): readonly string[] {
  const plan = texts['plan.yaml'];
  return input && plan !== undefined && sha256(plan) !== input.plan.sha256
    ? ['plan.yaml is not the plan that the objectives were recorded of']
    : [];
}

/** Plans of before and of later versions cannot be compiled; of a rehearsal `verify` notes it. */
function weaker(input: RunInput, planText: string): readonly string[] {
  const found = weakerThanPlan(input, planText);
  if (found) return found;
  return input.scope === 'rehearsal' ? [] : ['the plan cannot be read for what it asks for'];
}
