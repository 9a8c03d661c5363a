import type { LegFacts } from './leg-facts.ts';

/** Which change of roles it was: "from frankfurt to ireland". */
export function legWords({ input: { sites } }: Pick<LegFacts, 'input'>): string {
  return `from ${sites.primary.name} to ${sites.recovery.name}`;
}
