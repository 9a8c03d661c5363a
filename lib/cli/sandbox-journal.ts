import { escapeIdentifier } from 'pg';
import type { RecoveryPlan } from '../domain/plan/recovery-plan.ts';
import type { LedgerTable } from '../domain/run/run-parts.ts';
import { quotedTable } from '../postgres/ledger-grants.ts';

/** How often a service of the sandbox writes a row into the ledger that the plan names. */
const EVERY_MS = 50;

/** The application's table as a sandbox has it: the plan names it, and a real system has its own. */
export function journalSql(ledger: LedgerTable, appRole: string): readonly string[] {
  const { sequenceColumn, timeColumn } = ledger;
  const [schema = 'public'] = ledger.table.split('.');
  const role = escapeIdentifier(appRole);
  return [
    `create schema if not exists ${escapeIdentifier(schema)}`,
    `create table if not exists ${quotedTable(ledger)} (
  ${escapeIdentifier(sequenceColumn)} bigint generated always as identity primary key,
  ${escapeIdentifier(timeColumn)} timestamptz not null default clock_timestamp()
)`,
    `grant usage on schema ${escapeIdentifier(schema)} to ${role}`,
    `grant insert on ${quotedTable(ledger)} to ${role}`,
  ];
}

/** What a service writes into a store: the first service that has the store writes its ledger, the others do not. */
export function journalOf(plan: RecoveryPlan, service: string, store: string) {
  const ledger = plan.databases.find(({ id }) => id === store)?.ledger;
  const writer = plan.services.find(({ stores }) => stores.includes(store))?.name;
  if (!ledger || writer !== service) return {};
  const [schema = 'public', table = ''] = ledger.table.split('.');
  return { journal: { schema, table, timeColumn: ledger.timeColumn, everyMs: EVERY_MS } };
}
