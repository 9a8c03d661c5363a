import { escapeIdentifier } from 'pg';
import type { LedgerTable } from '../domain/run/run-parts.ts';

/** Name of the plan's own ledger in SQL, each part quoted. */
export function quotedTable({ table }: Pick<LedgerTable, 'table'>): string {
  return table.split('.').map(escapeIdentifier).join('.');
}

/** The SQL that lets the heartbeat's role read the plan's own ledger, and no other table of the application. */
export function ledgerGrants(heartbeatRole: string, ledger: LedgerTable): readonly string[] {
  const role = escapeIdentifier(heartbeatRole);
  const [schema = 'public'] = ledger.table.split('.');
  return [
    `grant usage on schema ${escapeIdentifier(schema)} to ${role}`,
    `grant select on ${quotedTable(ledger)} to ${role}`,
  ];
}
