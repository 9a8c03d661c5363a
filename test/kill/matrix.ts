import type { Cell } from './cell.ts';

/** The table of a matrix: a line a state, a column a victim. */
export function renderMatrix(cells: readonly Cell[]): string {
  const states = [...new Set(cells.map(({ state }) => state))];
  const victims = [...new Set(cells.map(({ victim }) => victim))];
  const rows = states.map((state) => [
    state,
    ...victims.map((victim) => words(cells.find((cell) => cell.state === state && cell.victim === victim))),
  ]);
  const table = [['state', ...victims], ...rows];
  const widths = (table[0] ?? []).map((_, column) =>
    Math.max(...table.map((row) => row[column]?.length ?? 0)),
  );
  return table
    .map((row) =>
      row
        .map((text, column) => text.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function words(cell: Cell | undefined): string {
  if (!cell) return '';
  if (cell.breaches.length > 0) return `BREACH ${cell.verdict}`;
  if (cell.killed === null) return `not reached, ${cell.verdict}`;
  if (cell.killed === 0) return `nobody there, ${cell.verdict}`;
  return cell.finishedBy === 'muster clean' && cell.verdict !== 'none'
    ? `${cell.verdict} (clean)`
    : cell.verdict;
}
