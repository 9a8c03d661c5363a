/** A row version, made by the commit of its number; commits before the history have negative ones. */
export interface ModelRow {
  readonly commit: number;
  readonly value: number;
}

export type ModelRows = ReadonlyMap<number, ModelRow>;

/** What one commit did to the places of the table: the new row, or null. */
export type ModelCommit = ReadonlyMap<number, ModelRow | null>;

/** A replica that does not hold what its primary committed. */
export interface ModelDivergence {
  readonly place: number;
  readonly kind: 'missing' | 'extra' | 'different';
}

export const ROWS_A_BLOCK = 4;

/** Places that no commit of a history touches. The last of them is empty on the primary. */
export const RESTING = 6;

/** Rows as some of the commits of a history left them: one that is asked often, so each commit is applied once. */
export class ModelState {
  readonly #commits: readonly ModelCommit[];
  #rows: ModelRows;
  #applied = 0;

  constructor(initial: ModelRows, commits: readonly ModelCommit[]) {
    this.#rows = initial;
    this.#commits = commits;
  }

  get applied(): number {
    return this.#applied;
  }

  get rows(): ModelRows {
    return this.#rows;
  }

  /** Applies so many more commits, as far as there are any. */
  advance(commits: number): void {
    const next = this.#commits.slice(this.#applied, this.#applied + commits);
    if (next.length === 0) return;
    const rows = new Map(this.#rows);
    for (const [place, row] of next.flatMap((commit) => [...commit])) {
      if (row) rows.set(place, row);
      else rows.delete(place);
    }
    this.#rows = rows;
    this.#applied += next.length;
  }
}

export function diverge(rows: ModelRows, { place, kind }: ModelDivergence): ModelRows {
  const copy = new Map(rows);
  if (kind === 'missing') copy.delete(place);
  else copy.set(place, { commit: copy.get(place)?.commit ?? -1, value: -1 });
  return copy;
}

/** Rows at the end change most, so that many live for a moment only. */
const HOT = 6;

/** A commit that inserts, rewrites or deletes a row, as a number says; a row that is rewritten takes another place. */
export function commitOf(rows: ModelRows, number: number, dice: number): ModelCommit {
  const row: ModelRow = { commit: number, value: dice };
  const live = [...rows.keys()].filter((place) => place >= RESTING);
  const free = freePlace(rows, dice);
  const old = live.at(-1 - ((dice >> 4) % HOT));
  if (dice % 3 === 0 || old === undefined) return new Map([[free, row]]);
  return dice % 3 === 1
    ? new Map([[old, null]])
    : new Map<number, ModelRow | null>([
        [old, null],
        [free, row],
      ]);
}

/** A place that was given up, or one behind the table's end. */
function freePlace(rows: ModelRows, dice: number): number {
  const end = Math.max(RESTING, ...rows.keys()) + 1;
  const gaps = Array.from({ length: end - RESTING }, (_, index) => RESTING + index).filter(
    (place) => !rows.has(place),
  );
  return dice % 2 === 0 ? end : (gaps[dice % Math.max(1, gaps.length)] ?? end);
}
