import { GenerationSuperseded } from '../../lib/domain/failure.ts';
import type { Locks } from '../../lib/ports/locks.ts';
import { type Journal, noted } from './journal.ts';

export const GENERATION = 7;

/** Locks of one site: the generation that is in force, and nobody else's wish for it. */
export function makeFakeLocks(
  journal: Journal = [],
  { generation = GENERATION, name = 'locks' } = {},
): Locks {
  return {
    acquire: async ({ key, owner }) => {
      await noted(journal, `${name}.acquire ${key}`);
      return { key, owner, generation, takenOverFrom: null };
    },
    verify: async (grant) => {
      await noted(journal, `${name}.verify ${grant.key} ${grant.generation}`);
      if (grant.generation === generation) return;
      throw new GenerationSuperseded({
        subject: grant.key,
        seen: `generation ${generation}`,
        limit: `generation ${grant.generation}`,
      });
    },
    release: async (grant) => noted(journal, `${name}.release ${grant.key} ${grant.generation}`),
  };
}
