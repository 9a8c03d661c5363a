import * as z from 'zod';

/**
 * How a row differs. only-there: the promoted server has none by its key. changed: it has one by that key that is not the
 * same. deleted: the old primary had it no more.
 */
export const DivergedKind = z.enum(['only-there', 'changed', 'deleted']);

export type DivergedKind = z.infer<typeof DivergedKind>;

/** A row as the old primary has it, and as the promoted server had it when it was looked; both are JSON text, in which no digit of a number is lost. */
export interface DivergedRow {
  readonly kind: DivergedKind;
  /** False: the promoted server may have known what the old primary has, and have changed it since. */
  readonly certain: boolean;
  readonly row: string | null;
  readonly here: string | null;
  /** Its values for the columns that can be written, as the server writes them; null for NULL. Of one that was deleted, those here. */
  readonly values: readonly (string | null)[];
  /** How many equal rows the promoted server has: asked of tables without a key only. */
  readonly equals: number;
}

/** One line of NDJSON in the divergence store. */
export function divergedLine(
  table: string,
  { kind, certain, row, here }: Pick<DivergedRow, 'kind' | 'certain' | 'row' | 'here'>,
): string {
  const head = JSON.stringify({ table, kind, certain }).slice(0, -1);
  return `${head},"row":${row ?? 'null'},"here":${here ?? 'null'}}\n`;
}
