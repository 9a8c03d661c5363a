import { systemProblems } from '../content/content-problems.ts';
import { type LeftOut, type TableName, tableText } from '../content/contents.ts';
import { decideSequence, type SequenceState } from '../content/sequence-decision.ts';
import { type BackupManifest, rowsBefore } from './backup-manifest.ts';
import { judgeCopiedRange, type Mismatch, type Unproven } from './copied-range.ts';
import type { CopyLine, CopyServerLine } from './copy-line.ts';

/** What a restored copy proves of its backup. */
export interface CopyResult {
  /** Why it is no copy of this backup, or not wholly compared; empty when nothing speaks against it. */
  readonly problems: readonly string[];
  /** Those of them that are certain to be no copy of it: of another system, or empty. */
  readonly wrong: readonly string[];
  /** rows: of the source before the backup. proven: found on the copy as they were. */
  readonly rows: number;
  readonly proven: number;
  /** 0 to 1; nothing is proven by a manifest without a row. */
  readonly shareProven: number;
  readonly mismatches: readonly (Mismatch & { readonly table: string })[];
  readonly missingTables: readonly string[];
  readonly unproven: readonly (Unproven & { readonly table: string })[];
  readonly sequences: readonly { readonly sequence: string; readonly state: SequenceState }[];
  /** What the manifest says nothing of. */
  readonly leftOut: readonly LeftOut[];
}

/** Computes what is proven, and what is wrong, from the manifest and the lines about its copy alone. */
export function copyResult(manifest: BackupManifest, lines: readonly CopyLine[]): CopyResult {
  const server = lines.find((line) => line.line === 'copy-server');
  const tables = judgeTables(manifest, lines);
  const sum = (of: (table: (typeof tables)[number]) => number) =>
    tables.reduce((total, table) => total + of(table), 0);
  const [rows, proven] = [sum((table) => table.rows), sum((table) => table.proven)];
  return {
    problems: [...copyProblems(manifest, server), ...emptyProblems(manifest, lines), ...endProblems(lines)],
    wrong: [
      ...(server ? systemProblems(manifest.server, server.identity) : []),
      ...emptyCopy(manifest, lines),
    ],
    rows,
    proven,
    shareProven: rows > 0 ? proven / rows : 0,
    mismatches: tables.flatMap(({ table, mismatches }) => mismatches.map((one) => ({ table, ...one }))),
    missingTables: server ? missingTables(manifest, server) : [],
    unproven: tables.flatMap(({ table, unproven }) => unproven.map((one) => ({ table, ...one }))),
    sequences: sequenceStates(manifest, lines),
    leftOut: manifest.leftOut,
  };
}

function judgeTables({ tables }: BackupManifest, lines: readonly CopyLine[]) {
  const ranges = new Map(
    lines.flatMap((line) => (line.line === 'copy-range' ? [[keyOf(line), line] as const] : [])),
  );
  const rows = new Map(
    lines.flatMap((line) => (line.line === 'copy-rows' ? [[keyOf(line), line] as const] : [])),
  );
  return tables.flatMap(({ table, ranges: cut }) =>
    cut.map((range) => {
      const key = keyOf({ table, from: range.from });
      return { table: tableText(table), ...judgeCopiedRange(range, ranges.get(key), rows.get(key)) };
    }),
  );
}

function keyOf({ table, from }: { readonly table: TableName; readonly from: number }): string {
  return JSON.stringify([table.schema, table.name, from]);
}

function copyProblems({ server }: BackupManifest, copy: CopyServerLine | undefined): readonly string[] {
  if (!copy) return ['the copy was never asked who it is'];
  return [
    ...systemProblems(server, copy.identity),
    ...(copy.identity.inRecovery
      ? [`${copy.identity.server} is in recovery: it may change while it is read`]
      : []),
  ];
}

/** A restore of nothing answers every question, and has no row. */
function emptyProblems(manifest: BackupManifest, lines: readonly CopyLine[]): readonly string[] {
  if (manifest.tables.length === 0)
    return ['the manifest has no table: there is nothing that it could prove'];
  if (rowsBefore(manifest) === 0) return ['the manifest has no row: there is nothing that it could prove'];
  return emptyCopy(manifest, lines);
}

function emptyCopy(manifest: BackupManifest, lines: readonly CopyLine[]): readonly string[] {
  const expected = rowsBefore(manifest);
  if (expected === 0) return [];
  const server = lines.find((line) => line.line === 'copy-server');
  if (server?.tables.length === 0) return ['the copy is empty: it has no table'];
  const found = lines.flatMap((line) =>
    line.line === 'copy-range' && 'rows' in line.copy ? [line.copy.rows] : [],
  );
  const isEmpty = found.length > 0 && found.every((rows) => rows === 0);
  return isEmpty ? [`the copy is empty: it has no row where ${expected} were`] : [];
}

function endProblems(lines: readonly CopyLine[]): readonly string[] {
  const end = lines.at(-1);
  if (end?.line !== 'copy-end') return ['the comparison of the copy has no end'];
  return end.cause === null ? [] : [`the comparison of the copy ended early: ${end.cause}`];
}

function missingTables({ tables }: BackupManifest, server: CopyServerLine): readonly string[] {
  const there = new Set(server.tables.map((table) => keyOf({ table, from: 0 })));
  return tables
    .filter(({ table }) => !there.has(keyOf({ table, from: 0 })))
    .map(({ table }) => tableText(table));
}

function nameOf({ sequence }: { readonly sequence: TableName }): string {
  return keyOf({ table: sequence, from: 0 });
}

/** A backup lies between the two looks at its source, as a replica lies between those at its primary. */
function sequenceStates(manifest: BackupManifest, lines: readonly CopyLine[]): CopyResult['sequences'] {
  const line = lines.find((one) => one.line === 'copy-sequences');
  if (!line) return [];
  const copies = new Map(line.values.map((value) => [nameOf(value), value]));
  const after = new Map(manifest.sequencesAfter.map((value) => [nameOf(value), value]));
  return manifest.sequencesBefore.map((before) => ({
    sequence: tableText(before.sequence),
    state: decideSequence({
      before,
      replica: copies.get(nameOf(before)) ?? null,
      after: after.get(nameOf(before)) ?? null,
    }),
  }));
}
