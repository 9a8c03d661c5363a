import type { Command } from 'commander';
import type { Context } from './context.ts';
import { examples } from './examples.ts';

export function addInitDb(program: Command, { terminal, finish }: Context): void {
  program
    .command('init-db')
    .description('the SQL that prepares a database for heartbeats')
    .requiredOption('--plan <file>', 'recovery plan')
    .requiredOption('--print', 'print the SQL; a person runs it')
    .option('--role <name>', 'login role of the heartbeat', 'muster_heartbeat')
    .addHelpText(
      'after',
      examples([
        ['npx muster init-db --plan my-plan.yaml --print | psql', 'as a superuser, once a database'],
      ]),
    )
    .action(async ({ plan, role }: { plan: string; role: string }) => {
      const { initDb } = await import('../init-db.ts');
      finish(await initDb({ plan, role, terminal }));
    });
}
