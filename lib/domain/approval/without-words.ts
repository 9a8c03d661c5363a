import type { PeopleRequest } from './people-request.ts';

/** What it leads to that a run goes on without a database, as a sentence: that one is served by nobody. */
export function withoutWords({ about }: Pick<PeopleRequest, 'about'>): string {
  const rest = about === 'PromoteReplica' ? 'can be promoted' : 'is proven';
  return `Go without: clients are led to what ${rest}; a database whose replica cannot be had is not recovered, and the verdict says so.`;
}
