import * as z from 'zod';
import type { DatabaseIntegrity, IntegrityLimits } from '../../ports/database-integrity.ts';
import type { SessionTarget } from '../../ports/session-target.ts';
import type { ConnectPorts } from '../connect.ts';
import { ReadingConnection } from '../content/reading-connection.ts';
import { checkRows } from './check-rows.ts';
import { checkStorage } from './check-storage.ts';
import { Findings } from './findings.ts';

const Row = z.record(z.string(), z.unknown());

/** Asks a PostgreSQL that is the run's own whether it is in order. */
export function makePgIntegrity(ports: ConnectPorts): DatabaseIntegrity {
  return {
    inspect: (target, limits) =>
      withSession(ports, { target, limits }, async (connection) => {
        const findings = new Findings(() => performance.now(), limits.wholeMs);
        await checkStorage(connection, findings);
        await checkRows(connection, findings);
        return findings.report();
      }),
    ask: (target, sql, limits) =>
      withSession(ports, { target, limits }, async (connection) => {
        // The plan's queries name tables as its application does.
        await connection.ask('reset search_path; begin read only');
        return onlyValue(await connection.ask(sql));
      }),
  };
}

interface Session {
  readonly target: SessionTarget;
  readonly limits: IntegrityLimits;
}

async function withSession<T>(
  ports: ConnectPorts,
  { target, limits }: Session,
  use: (connection: ReadingConnection) => Promise<T>,
): Promise<T> {
  const connection = new ReadingConnection(ports, target, limits);
  try {
    return await use(connection);
  } finally {
    connection.close();
  }
}

function onlyValue(rows: readonly unknown[]): string | null {
  const [row, ...others] = rows.map((one) => Row.parse(one));
  const values = Object.values(row ?? {});
  if (!row || others.length > 0 || values.length !== 1)
    throw new Error(`it answered ${rows.length} rows of ${values.length} values, not one row with one value`);
  const [value] = values;
  return value === null || value === undefined ? null : textOf(value);
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return value instanceof Date ? value.toISOString() : JSON.stringify(value);
}
