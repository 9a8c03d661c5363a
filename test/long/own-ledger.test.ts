import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { defaultPlanFile } from '../../lib/deployment/deployment.ts';
import { FailoverJudgement } from '../../lib/domain/run/failover-judgement.ts';
import { conclusively } from '../sandbox/drill/conclusively.ts';
import { muster, withStateDirectory } from '../sandbox/drill/muster-command.ts';

const LEDGER = 'ledger: { table: shop.journal, sequenceColumn: entry, timeColumn: written_at }';
const DELAY = 2;

test(
  "the plan's own ledger loses the rows that a delayed stream had not brought across",
  { timeout: 240_000 },
  () =>
    withStateDirectory(async (state) => {
      const plan = join(state, 'plan.yaml');
      const text = await readFile(defaultPlanFile(), 'utf8');
      await writeFile(plan, text.replace(/^( +)fencedRoles: .*$/m, `$&\n$1${LEDGER}`));
      const faults = ['--fault', 'region-loss', '--fault', `replication-delay=${DELAY}s`];
      const drill = await conclusively(() =>
        muster(['drill', 'failover', '--json', '--plan', plan, ...faults], state),
      );
      expect(drill.code, `${drill.stdout}\n${drill.stderr}`).toBe(0);
      const { databases, rpo, reasons } = FailoverJudgement.parse(JSON.parse(drill.stdout));
      const [database] = databases;
      expect(database?.ledger, JSON.stringify(reasons)).toMatchObject({ table: 'shop.journal', holes: 0 });
      expect(database?.ledger?.lost).toBeGreaterThan(10);
      expect(database?.ledger?.rpoLowSeconds).toBeLessThanOrEqual(DELAY);
      expect(database?.ledger?.rpoHighSeconds).toBeGreaterThanOrEqual(DELAY);
      expect(rpo?.lowSeconds).toBeLessThanOrEqual(DELAY);
      expect(rpo?.seconds).toBeGreaterThanOrEqual(DELAY);
      expect(rpo?.claimTooLow?.lowSeconds).toBeGreaterThan(DELAY / 2);
      expect(rpo?.transactionsAtRisk?.high).toBeGreaterThan(10);
    }),
);
