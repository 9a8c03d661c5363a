import type { RunFacts } from './run-facts.ts';

/** What the replica of a database itself claimed its lag to be at pre-flight; null when it did not say. */
export function claimedLagOf(id: string, facts: RunFacts): number | null {
  return (
    facts.outcome('PreFlight')?.databases.find((database) => database.id === id)?.claimedLagSeconds ?? null
  );
}

/** The worst claim of all databases; null when none said. */
export function claimedLagSeconds(facts: RunFacts): number | null {
  const databases = facts.outcome('PreFlight')?.databases ?? [];
  const claims = databases.flatMap(({ claimedLagSeconds: claimed }) => claimed ?? []);
  return claims.length ? Math.max(...claims) : null;
}
