import { plainText } from './plain-text.ts';
import type { Cell, Table } from './report-model.ts';
import { lengthOf, padEnd, padStart, wrap } from './text-layout.ts';

const GAP = '  ';
const NARROWEST = 8;

/** How a cell's text is painted. */
export type PaintCell = (text: string, cell: Cell) => string;

interface TableLayout {
  readonly width: number;
  readonly paint: PaintCell;
}

/** Lines of a table; columns that do not fit in `width` are wrapped, the widest first. */
export function textTable({ columns, rows }: Table, { width, paint }: TableLayout): readonly string[] {
  const head = columns.map(({ label }): Cell => ({ text: label }));
  const plain = [head, ...rows].map((row) => row.map((cell) => ({ ...cell, text: plainText(cell.text) })));
  const widths = fit(
    columns.map((_, index) => Math.max(...plain.map((row) => lengthOf(row[index]?.text ?? '')))),
    width,
  );
  const align = (text: string, index: number) => {
    const pad = columns[index]?.kind === 'number' ? padStart : padEnd;
    return pad(text, widths[index] ?? 0);
  };
  const lines = plain.map((row) => rowLines(row, { widths, align, paint }));
  const rule = widths.map((one) => '─'.repeat(one)).join(GAP);
  return [...(lines[0] ?? []), rule, ...lines.slice(1).flat()];
}

interface RowLayout {
  readonly widths: readonly number[];
  readonly align: (text: string, index: number) => string;
  readonly paint: PaintCell;
}

function rowLines(row: readonly Cell[], { widths, align, paint }: RowLayout): readonly string[] {
  const wrapped = row.map(({ text }, index) => wrap(text, widths[index] ?? NARROWEST));
  const height = Math.max(...wrapped.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    row
      .map((cell, index) => paintWord(align(wrapped[index]?.[line] ?? '', index), cell, paint))
      .join(GAP)
      .trimEnd(),
  );
}

/** Paints the text and not its padding, so that a line ends where its text ends. */
function paintWord(padded: string, cell: Cell, paint: PaintCell): string {
  const text = padded.trim();
  return text === '' ? padded : padded.replace(text, () => paint(text, cell));
}

function fit(wanted: readonly number[], width: number): readonly number[] {
  const widths = [...wanted];
  const room = width - GAP.length * (widths.length - 1);
  while (widths.reduce((sum, one) => sum + one, 0) > room) {
    const widest = widths.indexOf(Math.max(...widths));
    if ((widths[widest] ?? 0) <= NARROWEST) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}
