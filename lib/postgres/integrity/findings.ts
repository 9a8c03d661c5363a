import { DatabaseError } from 'pg';
import type { IntegrityReport } from '../../domain/record/restore-outcomes.ts';

type Kind = keyof IntegrityReport['checked'];
type Found = IntegrityReport['problems'][number];

/** So many of each are named; that there are more is said. */
const MOST = 50;

/** data_corrupted and index_corrupted (postgresql.org/docs/17/errcodes-appendix.html). */
const CORRUPTED = new Set(['XX001', 'XX002']);

/** What checks have found so far. */
export class Findings {
  readonly #now: () => number;
  readonly #deadline: number;
  readonly #checked: Record<Kind, number> = {
    indexes: 0,
    tables: 0,
    constraints: 0,
    foreignKeys: 0,
    sequences: 0,
  };
  readonly #problems: Found[] = [];
  readonly #unchecked: Found[] = [];
  readonly #beyond: Found[] = [];

  constructor(now: () => number, wholeMs: number) {
    this.#now = now;
    this.#deadline = now() + wholeMs;
  }

  problem(what: string, seen: string): void {
    this.#problems.push({ what, seen });
  }

  unchecked(what: string, seen: string): void {
    this.#unchecked.push({ what, seen });
  }

  beyond(what: string, seen: string): void {
    this.#beyond.push({ what, seen });
  }

  /** Counts one check as made, unless it fails: corruption that it meets is a finding, all else leaves it unmade. */
  async check(kind: Kind, what: string, look: () => Promise<void>): Promise<void> {
    if (this.#now() > this.#deadline) return this.unchecked(what, 'there was no time left for it');
    try {
      await look();
      this.#checked[kind] += 1;
    } catch (error) {
      const seen = error instanceof Error ? error.message : String(error);
      const isCorrupted = error instanceof DatabaseError && CORRUPTED.has(error.code ?? '');
      if (isCorrupted) this.problem(what, seen);
      else this.unchecked(what, seen);
    }
  }

  report(): IntegrityReport {
    return {
      checked: { ...this.#checked },
      problems: fewOf(this.#problems),
      unchecked: fewOf(this.#unchecked),
      beyond: fewOf(this.#beyond),
    };
  }
}

function fewOf(found: readonly Found[]): Found[] {
  const rest = found.length - MOST;
  return [...found.slice(0, MOST), ...(rest > 0 ? [{ what: `${rest} more`, seen: 'not named here' }] : [])];
}
