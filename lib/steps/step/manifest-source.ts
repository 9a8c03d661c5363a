import type { Objects } from '../../ports/objects.ts';
import type { StepPorts } from './make-step.ts';
import { asOperator } from '../../domain/run/session-targets.ts';
import type { RunDatabase } from '../../domain/run/run-parts.ts';
import type { Databases } from '../../ports/databases.ts';
import type { ContentSession, TableContents } from '../../ports/table-contents.ts';

/** Well within the time that a function has. */
export const READ_WITHIN_MS = 240_000;
export const CONTENT_LIMITS = { openMs: 5_000, statementMs: 60_000 };

/** Where the first half of a manifest lies until the second is read. */
export function openKey(run: string, database: string): string {
  return `runs/${run}/open-manifests/${database}.json`;
}

/** What both halves of a manifest are read with. */
export interface ManifestPorts extends StepPorts {
  readonly objects: Objects;
  readonly databases: Databases;
  readonly contents: TableContents;
}

/** Runs `use` on sessions of a database's primary, where its control plane says that it stands now. */
export async function onSource<T>(
  { databases, contents }: ManifestPorts,
  database: RunDatabase,
  use: (source: ContentSession) => Promise<T>,
): Promise<T> {
  const { host, port } = await databases.describe(database.primary);
  const source = await contents.open(asOperator(database, { host, port }), CONTENT_LIMITS);
  try {
    return await use(source);
  } finally {
    source.close();
  }
}
