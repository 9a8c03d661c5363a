import type { ContentSession, TableContents } from '../../lib/ports/table-contents.ts';
import { makeModelDatabase } from './model-database.ts';

/** Forty rows at rest on both sides, unless something else is to diverge. */
export function restingDatabase(
  divergence?: Parameters<typeof makeModelDatabase>[0]['divergence'],
  rows = 40,
) {
  const initial = new Map(
    Array.from({ length: rows }, (_, place) => [place, { commit: -1, value: place }] as const),
  );
  return makeModelDatabase({ initial, dice: [], ...(divergence ? { divergence } : {}) });
}

/** Opens the session that stands at a host, and writes down who was asked. */
export function makeFakeContents(sessions: Readonly<Record<string, ContentSession>>): TableContents {
  return {
    open: async ({ host }) => {
      const session = sessions[host];
      if (session) return session;
      throw new Error(`nobody listens at ${host}`);
    },
  };
}
