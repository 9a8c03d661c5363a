import * as z from 'zod';
import { RulesVersion } from '../run/judgement-parts.ts';
import { UNNAMED_RULES } from './judge-rules.ts';

const Named = z.object({ rules: RulesVersion });

/**
 * By which version of the rules a judgement, or what is signed of one, says that it was judged. Null where it says what no
 * version writes.
 */
export function namedRules(said: unknown): number | null {
  const named = Named.safeParse(said);
  return named.success ? (named.data.rules ?? UNNAMED_RULES) : null;
}

/** The same numbers as they would stand there under the rules of another version, to be compared with what does. */
export function underRules(recomputed: object, version: number): object {
  const fields = Object.entries(recomputed);
  if (version === UNNAMED_RULES) return Object.fromEntries(fields.filter(([name]) => name !== 'rules'));
  return Object.fromEntries(fields.map(([name, value]) => [name, name === 'rules' ? version : value]));
}
