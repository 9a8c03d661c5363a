import type { ContentLine, TableLine } from './content-line.ts';
import { type ContentCost, type LeftOut, type TableName, tableText } from './contents.ts';
import { contentProblems } from './content-problems.ts';
import type { Gap, RowCounts } from './root-coverage.ts';
import { decideSequence, type SequenceState } from './sequence-decision.ts';
import type { DivergedRow } from './settle-block.ts';
import { addCounts, coverTable, NO_ROWS, type TableCoverage } from './table-coverage.ts';

/** What a comparison's lines come to. */
export interface ContentResult {
  /** Why it is no whole comparison of a primary with its replica; empty when nothing speaks against it. */
  readonly problems: readonly string[];
  readonly rows: RowCounts;
  /** Of all rows, those of which it is known whether the replica holds them: 0 to 1. */
  readonly shareCompared: number;
  readonly ranges: {
    readonly total: number;
    /** Equal to the named point at the first look. */
    readonly equal: number;
    readonly notCompared: readonly (Gap & { readonly table: string })[];
  };
  /** The first of them; `rows.diverged` counts all. */
  readonly diverged: readonly (DivergedRow & { readonly table: string })[];
  readonly sequences: readonly { readonly sequence: string; readonly state: SequenceState }[];
  readonly leftOut: readonly LeftOut[];
  readonly cost: { readonly primary: ContentCost | null; readonly replica: ContentCost | null };
}

/** Lines by their kind. */
type Lines = { readonly [K in ContentLine['line']]: readonly Extract<ContentLine, { line: K }>[] };

/** Computes what was equal, what has diverged, and what is not known, from the lines alone. */
export function contentResult(lines: readonly ContentLine[], most = 100): ContentResult {
  const by = byKind(lines);
  const tables = coverTables(by);
  const rows = tables.map(({ counts }) => counts).reduce(addCounts, NO_ROWS);
  const gaps = tables.flatMap((table) => table.gaps.map((gap) => ({ table: table.name, ...gap })));
  const named = tables.flatMap(({ name, diverged }) => diverged.map((row) => ({ table: name, ...row })));
  return {
    problems: contentProblems(lines),
    rows,
    shareCompared: rows.total > 0 ? (rows.equal + rows.diverged) / rows.total : Number(gaps.length === 0),
    ranges: {
      total: by.table.reduce((total, { ranges }) => total + ranges, 0),
      equal: tables.reduce((total, { equalRanges }) => total + equalRanges, 0),
      notCompared: gaps,
    },
    diverged: named.slice(0, most),
    sequences: sequencesOf(by.sequence),
    leftOut: by['left-out'].map(({ what, reason }) => ({ what, reason })),
    cost: { primary: costOf(by.cost, 'primary'), replica: costOf(by.cost, 'replica') },
  };
}

function byKind(lines: readonly ContentLine[]): Lines {
  const only = <K extends ContentLine['line']>(kind: K) =>
    lines.filter((line): line is Extract<ContentLine, { line: K }> => line.line === kind);
  return {
    server: only('server'),
    point: only('point'),
    table: only('table'),
    'left-out': only('left-out'),
    range: only('range'),
    rows: only('rows'),
    'rows-unread': only('rows-unread'),
    sequence: only('sequence'),
    cost: only('cost'),
    end: only('end'),
  };
}

function coverTables(by: Lines): readonly TableCoverage[] {
  const ranges = Map.groupBy(by.range, nameOf);
  const rows = Map.groupBy(by.rows, nameOf);
  const unread = Map.groupBy(by['rows-unread'], nameOf);
  return by.table.map((table: TableLine) => {
    const name = nameOf(table);
    return coverTable({
      table,
      ranges: ranges.get(name) ?? [],
      rows: rows.get(name) ?? [],
      unread: unread.get(name) ?? [],
    });
  });
}

/** Dots may be part of a name, so that the text for people is no key. */
function nameOf({ table }: { readonly table: TableName }): string {
  return JSON.stringify([table.schema, table.name]);
}

/** The last look at each sequence counts. */
function sequencesOf(lines: Lines['sequence']): ContentResult['sequences'] {
  const looks = Map.groupBy(lines, ({ before }) => nameOf({ table: before.sequence }));
  return [...looks.values()].flatMap((all) => {
    const last = all.at(-1);
    return last ? [{ sequence: tableText(last.before.sequence), state: decideSequence(last) }] : [];
  });
}

function costOf(lines: Lines['cost'], side: 'primary' | 'replica'): ContentCost | null {
  const found = lines.find((line) => line.side === side);
  return found ? { statements: found.statements, rows: found.rows, busyMs: found.busyMs } : null;
}
