import { heartbeatSchema } from '../postgres/heartbeat-schema.ts';
import { ledgerGrants } from '../postgres/ledger-grants.ts';
import { visibleText } from '../domain/visible-text.ts';
import { EXIT } from './exit-code.ts';
import { loadPlan } from './load-plan.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** Prints what an operator runs on each primary of the plan, once: it is never run from here. */
export async function initDb({
  plan: file,
  role,
  terminal,
}: {
  plan: string;
  role: string;
  terminal: Terminal;
}) {
  if (!isRole(role))
    throw new UsageError(
      `--role ${JSON.stringify(role)}: expected the name of a role in PostgreSQL, of 1 to 63 bytes on one line, such as muster_heartbeat`,
    );
  const { plan } = await loadPlan(file);
  const sections = plan.databases.map(({ id, database, primary, ledger }) => {
    const statements = [...heartbeatSchema(role), ...(ledger ? ledgerGrants(role, ledger) : [])];
    const sql = statements.map((statement) => `${statement};\n`).join('');
    return `-- ${id}: database ${database} on ${primary.instance}, as its operator\n${sql}`;
  });
  terminal.out.write(sections.join('\n'));
  return EXIT.met;
}

/** PostgreSQL cuts longer identifiers, so that the SQL would name another role than was asked for. */
function isRole(name: string): boolean {
  const bytes = Buffer.byteLength(name);
  return bytes >= 1 && bytes <= 63 && visibleText(name) === name;
}
