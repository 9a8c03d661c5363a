import type { RunDatabase } from '../run/run-parts.ts';

/** What a person looks at first who lifts a fence by hand, where a promotion was asked for and never answered. */
export function unlessPromoted(
  { primary, replica }: Pick<RunDatabase, 'primary' | 'replica'>,
  isUndecided: boolean,
): readonly string[] {
  return isUndecided
    ? [
        `look whether ${replica.instance} in ${replica.region} is still a replica: if it was promoted, ${primary.instance} stays fenced, and logins are given back on ${replica.instance}`,
      ]
    : [];
}
