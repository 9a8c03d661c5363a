import { createHmac } from 'node:crypto';
import { isPseudonym, pseudonymOf } from '../domain/approval/pseudonym.ts';
import type { RecoveryPlan } from '../domain/plan/recovery-plan.ts';
import type { RunCommon } from '../domain/run/run-parts.ts';
import { peopleKeyFile, readPeopleKey } from './people-key.ts';
import type { StateDirectory } from './state-directory.ts';
import { UsageError } from './usage-error.ts';

/** Of what plan somebody says something, and whether its evidence has pseudonyms. */
export interface NamedBy {
  readonly plan: string;
  readonly pseudonyms: boolean;
}

export function namedByPlan({ name, evidence }: Pick<RecoveryPlan, 'name' | 'evidence'>): NamedBy {
  return { plan: name, pseudonyms: evidence.people === 'pseudonyms' };
}

export function namedByRun({ plan, pseudonyms }: Pick<RunCommon, 'plan' | 'pseudonyms'>): NamedBy {
  return { plan: plan.name, pseudonyms: pseudonyms === true };
}

/**
 * What a person is called in the evidence. A name becomes a pseudonym before it leaves this machine, so that no record, log
 * or message has it; a pseudonym stays what it is, so that whoever knows their own needs no key.
 * @throws UsageError where a pseudonym is needed and there is no key
 */
export function evidenceName(
  { plan, pseudonyms }: NamedBy,
  said: string,
  state: Pick<StateDirectory, 'root'>,
): string {
  return !pseudonyms || isPseudonym(said) ? said : pseudonymIn(plan, said, state);
}

/** @throws UsageError where there is no key */
export function pseudonymIn(plan: string, name: string, state: Pick<StateDirectory, 'root'>): string {
  const file = peopleKeyFile(state, process.env);
  const key = readPeopleKey(file);
  if (key) return pseudonymOf((text) => createHmac('sha256', key).update(text).digest('hex'), plan, name);
  throw new UsageError(
    `people of the plan ${plan} have pseudonyms, and their key is not in ${file}: say your pseudonym with --as, or name the key's file in MUSTER_PEOPLE_KEY; \`npx muster people new-key\` makes the first one`,
  );
}
