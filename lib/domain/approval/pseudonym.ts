import { plainName } from './plain-name.ts';

const PSEUDONYM = /^person-[0-9a-f]{16}$/;

/** Whether somebody is named so that only who has the key can tell who it is. */
export function isPseudonym(name: string): boolean {
  return PSEUDONYM.test(plainName(name));
}

/**
 * What a person is called in all that one plan leaves, and nowhere else: two plans that name the same person do not say so.
 * 64 bits of a keyed digest, so that whoever has no key cannot try names out. `hmacSha256`: in hexadecimal.
 */
export function pseudonymOf(hmacSha256: (text: string) => string, plan: string, name: string): string {
  return `person-${hmacSha256(JSON.stringify(['muster pseudonym', 1, plan, plainName(name)])).slice(0, 16)}`;
}
