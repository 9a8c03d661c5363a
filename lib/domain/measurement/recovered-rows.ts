import type { Instant } from '../instant.ts';
import { parseInstant } from '../instant.ts';
import type { RecoveredLine, RecoveredServer } from '../ledger/recovered-row.ts';

/** What the promoted server of one database was found to hold. `rows`: sent time by "segment/seq" of the heartbeat. */
export interface RecoveredDatabase {
  readonly server: RecoveredServer;
  readonly rows: ReadonlyMap<string, Instant>;
}

/** Null when that server was never read: then nothing is known of what was lost. */
export function recoveredOf(database: string, lines: readonly RecoveredLine[]): RecoveredDatabase | null {
  const own = lines.filter((line) => line.database === database);
  const server = own.find((line) => line.line === 'server');
  if (!server) return null;
  const rows = own.flatMap((line) =>
    line.line === 'row' && line.writer === 'heartbeat'
      ? [[rowKey(line), parseInstant(line.sent)] as const]
      : [],
  );
  return { server, rows: new Map(rows) };
}

export function rowKey({ segment, seq }: { segment: number; seq: number }): string {
  return `${segment}/${seq}`;
}
