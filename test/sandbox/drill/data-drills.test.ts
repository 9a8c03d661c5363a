import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { EXIT } from '../../../lib/cli/exit-code.ts';
import { BackupManifest, rowsBefore } from '../../../lib/domain/manifest/backup-manifest.ts';
import { BackupJudgement } from '../../../lib/domain/run/backup-judgement.ts';
import { ReplicationCheckJudgement } from '../../../lib/domain/run/replication-check-judgement.ts';
import { muster } from './muster-command.ts';
import { behindItsBack, overwrite } from './behind-its-back.ts';
import { onStandingSandbox } from './standing-sandbox.ts';

const MINUTES = 60_000;

/** Whatever came of the check, it stands in the series, and the alarm is what its RPO was. */
async function expectSeries(state: string, { run, verdicts, rpo }: ReplicationCheckJudgement): Promise<void> {
  const { code, stdout, stderr } = await muster(['series', '--json'], state);
  expect(code, stderr).toBe({ met: 0, missed: 1, inconclusive: 2 }[verdicts.rpo]);
  const bounds = rpo && { lowSeconds: rpo.lowSeconds, highSeconds: rpo.highSeconds };
  expect(JSON.parse(stdout)).toMatchObject({
    alarm: { value: { met: 'OK', missed: 'ALARM', inconclusive: 'INSUFFICIENT_DATA' }[verdicts.rpo] },
    checks: [{ run, verdict: verdicts.rpo, rpo: bounds }],
    events: [{ source: 'muster', detail: { check: { run } } }],
  });
}

test(
  'a backup is made, restored and proven, and both sites are compared, also while the API throttles',
  { timeout: 4 * MINUTES },
  () =>
    onStandingSandbox(async ({ state, command, drill }) => {
      const first = await drill('backup', 'backup');
      expect(first.judgement.verdicts).toEqual({
        overall: 'met',
        drill: 'met',
        backup: 'met',
        content: 'met',
        retention: 'met',
        buckets: 'met',
        cleanup: 'met',
      });
      const { databases } = BackupJudgement.parse(first.judgement);
      expect(databases).toMatchObject([{ id: 'orders-db', state: 'good', provenShare: 1, kept: 1 }]);
      const manifest = await readFile(join(first.directory, 'manifest.ndjson'), 'utf8');
      expect(rowsBefore(BackupManifest.parse(JSON.parse(manifest)))).toBe(databases[0]?.rows);

      const restored = await drill('restore', 'restored');
      expect(restored.judgement.verdicts.overall, JSON.stringify(restored.judgement.reasons)).toBe('met');
      expect(restored.judgement.rto?.seconds).toBeGreaterThan(0);
      expect(restored.judgement.rpo?.seconds).toBeGreaterThan(0);

      const hand = await behindItsBack(state);
      const kept = `muster-orders-db-${first.judgement.run}`;
      const file = await hand.fileOf(`snapshots/eu-west-1/${kept}`, 'sandbox_shop.customers');
      overwrite(file, 'customer-1234@', 'customer-1235@');
      const damaged = await drill('restore', 'damaged');
      expect(damaged.code).toBe(EXIT.missed);
      expect(damaged.judgement.reasons).toMatchObject({
        content: expect.stringMatching(
          /^orders-db is not what was backed up: sandbox_shop\.customers: a range place, \d+ rows of another digest, where \d+ were$/,
        ),
        integrity: expect.stringContaining('sandbox_shop.customers_email_key'),
      });
      expect(damaged.judgement.verdicts).toMatchObject({ rpo: 'inconclusive', cleanup: 'met' });
      expect(await hand.restored()).toEqual([]);

      await command('sandbox', 'fault', 'add', 'throttled-api=20%');
      const check = await drill('replication-check', 'check');
      const compared = ReplicationCheckJudgement.parse(check.judgement);
      // A throttled lock may end a run before it began: that is inconclusive, and never missed.
      expect(['met', 'inconclusive'], JSON.stringify(compared.reasons)).toContain(compared.verdicts.overall);
      expect(compared.verdicts.cleanup).toBe('met');
      if (compared.verdicts.overall === 'met') {
        expect(compared.databases[0]?.rows.equal).toBeGreaterThanOrEqual(8_000);
        expect(compared.rpo?.seconds).toBeGreaterThan(0);
      }
      await expectSeries(state, compared);
    }),
);
