import * as z from 'zod';
import { TableName } from '../content/contents.ts';

/** What of a table has to be known to write its rows. */
export const TableShape = z.object({
  table: TableName,
  /** Those that can be written: none that is generated. Type and sequence that feeds it as names in SQL. */
  columns: z.array(z.object({ name: z.string(), type: z.string(), sequence: z.string().nullable() })),
  primaryKey: z.array(z.string()),
  /** Tables that its foreign keys point to, as `schema.name`. */
  needs: z.array(z.string()),
});

export type TableShape = z.infer<typeof TableShape>;
