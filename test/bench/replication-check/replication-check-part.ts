import { join } from 'node:path';
import type pg from 'pg';
import { allPassed, atMost, type BenchContext, figure } from '../bench-context.ts';
import { median } from '../quantile.ts';
import { fullScanSql, type ScanDepth } from '../run/full-scan.ts';
import { drillOfKind } from '../run/muster-drill.ts';
import { openSuperuser } from '../run/open-superuser.ts';
import { type FilledSandbox, onFilledSandbox } from '../run/standing-sandbox.ts';
import { withOperator } from '../run/with-operator.ts';
import { costOf, resetCost, type StatementCost } from './statement-cost.ts';

const ROUNDS = 5;
const COUNTED = { shared_preload_libraries: 'pg_stat_statements' };

/** What a check has cost the primary, and right before it two scans of all its tables. */
export interface CheckRound {
  readonly verdict: string;
  readonly check: StatementCost;
  /** One `select` that counts every row. */
  readonly rows: StatementCost;
  /** One `select` that reads every value. */
  readonly values: StatementCost;
}

/** What the replication check costs its primary, as a share of reading all tables once. */
export function replicationCheckPart({ loaded, drills, say }: BenchContext) {
  return onFilledSandbox(loaded, COUNTED, async (sandbox) => {
    const superuser = await openSuperuser(sandbox, 'primary');
    try {
      const rounds: CheckRound[] = [];
      for (let number = 1; number <= (drills ?? ROUNDS); number++) {
        const round = await checkRound(sandbox, superuser, number);
        rounds.push(round);
        say(
          `replication-check ${number}  ${wordsOf(round.check)}; a scan of every value ${wordsOf(round.values)}`,
        );
      }
      return replicationCheckResult(rounds);
    } finally {
      await superuser.end();
    }
  });
}

async function checkRound(sandbox: FilledSandbox, superuser: pg.Client, number: number): Promise<CheckRound> {
  const { stateDir } = sandbox;
  const { user: operator } = sandbox.operator(sandbox.instance('primary'));
  const { user: heartbeat } = sandbox.client();
  const scan = (depth: ScanDepth) =>
    withOperator(sandbox, sandbox.instance('primary'), async (client) => {
      const sql = await fullScanSql(client, depth);
      await resetCost(superuser);
      await client.query(sql);
      return costOf(superuser, [operator]);
    });
  const [rows, values] = [await scan('rows'), await scan('values')];
  await resetCost(superuser);
  const out = join(stateDir, `check-${number}`);
  const { verdicts } = await drillOfKind('replication-check', { stateDir, out, arguments: [] });
  // It writes heartbeats too; the services' statements are not its own.
  const check = await costOf(superuser, [operator, heartbeat]);
  return { verdict: verdicts.overall, check, rows, values };
}

function wordsOf({ statements, blocks, milliseconds }: StatementCost): string {
  return `${statements} statements, ${blocks} blocks, ${Math.round(milliseconds)} ms`;
}

export function replicationCheckResult(rounds: readonly CheckRound[]) {
  const ofAll = (of: (round: CheckRound) => number) => median(rounds.map(of));
  const bars = [atMost('checks not met', rounds.filter(({ verdict }) => verdict !== 'met').length, 0)];
  const figures = [
    figure(
      'statements of a check on the primary',
      ofAll(({ check }) => check.statements),
    ),
    figure(
      'blocks that it looks at, to those of a select of every value',
      ofAll(({ check, values }) => check.blocks / values.blocks),
    ),
    figure(
      'its time on the primary, to that of a select of every value',
      ofAll(({ check, values }) => check.milliseconds / values.milliseconds),
    ),
    figure(
      'its time on the primary, to that of a select that counts rows',
      ofAll(({ check, rows }) => check.milliseconds / rows.milliseconds),
    ),
  ];
  return { passed: allPassed(bars), bars, figures, rounds };
}
