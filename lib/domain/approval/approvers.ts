import { plainName, sameName } from './plain-name.ts';

/** Those who may approve a run that `initiator` starts (null: nobody is known to), each once. */
export function approversOf<P extends { readonly name: string }>(
  people: readonly P[],
  initiator: string | null,
): readonly P[] {
  const others = people.filter(({ name }) => initiator === null || !sameName(name, initiator));
  return [...new Map(others.map((person) => [plainName(person.name), person])).values()];
}
