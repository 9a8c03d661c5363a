import type { RunInput } from '../run/run-input.ts';
import type { RunFiles } from '../run/run-files.ts';
import type { RunFacts } from './run-facts.ts';
import { checkSeal, type Sha256 } from './check-seal.ts';

/** Why the files are no evidence: broken means nothing in them is relied on, unsealed that nobody vouches for them. */
export interface Integrity {
  readonly broken: readonly string[];
  readonly unsealed: boolean;
}

/** Seal first, then whether every line can be read, then whether the plan is the one that was run. */
export function checkIntegrity(files: RunFiles, facts: RunFacts, sha256: Sha256): Integrity {
  const { broken, unsealed } = checkSeal(files, facts.entries, sha256);
  const input = facts.outcome('RecordObjectives')?.input;
  return { broken: [...broken, ...facts.problems, ...otherPlan(files, input, sha256)], unsealed };
}

function otherPlan({ texts }: RunFiles, input: RunInput | undefined, sha256: Sha256): readonly string[] {
  const plan = texts['plan.yaml'];
  return input && plan !== undefined && sha256(plan) !== input.plan.sha256
    ? ['plan.yaml is not the plan that the objectives were recorded of']
    : [];
}
