import { heartbeatSchema } from '../postgres/heartbeat-schema.ts';
import { ledgerGrants } from '../postgres/ledger-grants.ts';
import { EXIT } from './exit-code.ts';
import { loadPlan } from './load-plan.ts';
import type { Terminal } from './terminal.ts';

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
  const { plan } = await loadPlan(file);
  const sections = plan.databases.map(({ id, database, primary, ledger }) => {
    const statements = [...heartbeatSchema(role), ...(ledger ? ledgerGrants(role, ledger) : [])];
    const sql = statements.map((statement) => `${statement};\n`).join('');
    return `-- ${id}: database ${database} on ${primary.instance}, as its operator\n${sql}`;
  });
  terminal.out.write(sections.join('\n'));
  return EXIT.met;
}
