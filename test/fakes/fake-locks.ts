import { GenerationSuperseded } from '../../lib/domain/failure.ts';
import type { LockHolder, Locks } from '../../lib/ports/locks.ts';
import { type Journal, noted } from './journal.ts';

export const GENERATION = 7;

interface FakeLocks {
  readonly generation?: number;
  readonly name?: string;
  readonly held?: LockHolder | null;
}

/** Locks of one site: the generation that is in force, and nobody else's wish for it. */
export function makeFakeLocks(
  journal: Journal = [],
  { generation = GENERATION, name = 'locks', held = null }: FakeLocks = {},
): Locks {
  let holder: LockHolder | null = held;
  return {
    acquire: async ({ key, owner }) => {
      await noted(journal, `${name}.acquire ${key}`);
      return { key, owner, generation, takenOver: null };
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
    release: async (grant) => {
      await noted(journal, `${name}.release ${grant.key} ${grant.generation}`);
      holder = null;
    },
    abort: async (key, { run }) => {
      await noted(journal, `${name}.abort ${key} ${run}`);
      return holder?.run === run;
    },
    holder: async (key) => {
      await noted(journal, `${name}.holder ${key}`);
      return holder;
    },
  };
}
