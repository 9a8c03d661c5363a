import { readFileSync } from 'node:fs';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PromoteReadReplicaCommand } from '@aws-sdk/client-rds';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { defaultPlanFile } from '../../lib/deployment/deployment.ts';
import { SwitchoverJudgement } from '../../lib/domain/run/switchover-judgement.ts';
import { SandboxStatus } from '../../lib/sandbox/sandbox-status.ts';
import { behindItsBack } from '../sandbox/drill/behind-its-back.ts';
import { muster } from '../sandbox/drill/muster-command.ts';
import { onStandingSandbox, type StandingSandbox } from '../sandbox/drill/standing-sandbox.ts';

/** Services write rows all the time, as an application does. */
const LEDGER_PLAN = readFileSync(defaultPlanFile(), 'utf8').replace(
  /^( +)fencedRoles: .*$/m,
  '$&\n$1ledger: { table: shop.journal, sequenceColumn: entry, timeColumn: written_at }',
);
/** A machine may confirm it: nobody sits at this terminal. */
const WITH_LEDGER = `${LEDGER_PLAN}\napprovals:\n  unattended: true\n`;
const CONFIRMED = ['--confirm', 'orders', '--as', 'Duty engineer'] as const;
const BY_MACHINE = /^Confirmed by Duty engineer at \S+Z: orders, given by a machine \(--confirm\)\.$/;
const MINUTES = 60_000;
const OLD = 'orders-frankfurt';
const PROMOTED = 'orders-ireland';

/** A stage of a failback, with a judgement that came of it. */
async function stage({ state }: StandingSandbox, ...args: readonly string[]) {
  const { code, stdout, stderr } = await muster(['failback', ...args, '--json'], state);
  expect(stdout, stderr).toMatch(/^\{/);
  const judgement = SwitchoverJudgement.parse(JSON.parse(stdout));
  return { code, told: `${stderr}\n${JSON.stringify(judgement.reasons)}`, judgement };
}

async function instancesOf({ command }: StandingSandbox): Promise<readonly string[]> {
  const { instances } = SandboxStatus.parse(JSON.parse(await command('sandbox', 'status', '--json')));
  return instances.map(({ id, role, state }) => `${id} ${role} ${state}`).toSorted();
}

const BEAT = (run: string, seq: number) =>
  `insert into muster.heartbeat (run, writer, segment, seq, sent) values ('${run}', 'heartbeat', 0, ${seq}, now())`;

/**
 * A failover by hand, as the runbook has it: the region is lost, the replica promoted, traffic switched; then the region
 * comes back. Heartbeats are written all the time, as a watch does.
 */
async function failedOver({ state, command }: StandingSandbox): Promise<void> {
  const behind = await behindItsBack(state);
  await behind.ask(OLD, BEAT('watch-1', 1));
  await expect
    .poll(() => behind.ask(PROMOTED, "select from muster.heartbeat where run = 'watch-1'"), {
      timeout: 30_000,
    })
    .toHaveLength(1);
  const fault = /EXP[0-9A-Z]+/.exec(await command('sandbox', 'fault', 'add', 'region-loss'))?.[0] ?? '';
  await behind.rds('eu-west-1').send(new PromoteReadReplicaCommand({ DBInstanceIdentifier: PROMOTED }));
  await expect
    .poll(() => behind.ask(PROMOTED, 'select pg_is_in_recovery() as standby'), { timeout: 60_000 })
    .toEqual([{ standby: false }]);
  await behind.ask(PROMOTED, BEAT('watch-1', 2));
  const body = { schemaVersion: 1, activeSite: 'ireland', run: 'by-hand', generation: 1 };
  await behind.s3('eu-west-1').send(
    new PutObjectCommand({
      Bucket: 'muster-orders-eu-west-1',
      Key: 'traffic/orders.json',
      Body: JSON.stringify(body),
    }),
  );
  await command('sandbox', 'fault', 'remove', fault);
}

/** The plan of the way back, as a file. */
async function wayBack({ state, command }: StandingSandbox): Promise<string> {
  const file = join(state, 'failback.yaml');
  await writeFile(file, await command('failback', 'plan', '--plan', join(state, 'plan.yaml')));
  return file;
}

/** Rows of an application that were acknowledged, by keys that the promoted server does not come to meanwhile. */
const LOST = `insert into shop.journal (entry, written_at) overriding system value
  select 1000000 + n, now() from generate_series(1, 20) n`;

const entriesOn = async (state: string, instance: string) => {
  const rows = await (await behindItsBack(state)).ask(
    instance,
    'select entry::text as entry from shop.journal',
  );
  return rows.map(({ entry }) => entry);
};

test(
  'after a loss: what was lost is found, saved, and there again when it is replayed',
  { timeout: 8 * MINUTES },
  () =>
    onStandingSandbox(async (sandbox) => {
      const { state, command } = sandbox;
      await failedOver(sandbox);
      const behind = await behindItsBack(state);
      // Whoever gets past a fence is the server's owner: what that one writes is nobody's to lose either.
      await behind.ask(OLD, "update sandbox_shop.customers set name = 'changed there' where id = 7");
      await behind.ask(OLD, 'delete from sandbox_shop.orders where id = 11');
      await behind.ask(OLD, LOST);
      await behind.ask(PROMOTED, "update sandbox_shop.customers set name = 'changed here' where id = 8");
      const plan = await wayBack(sandbox);
      const { judgement, told } = await stage(sandbox, 'report', '--plan', plan);
      expect(judgement.verdicts, told).toMatchObject({
        drill: 'met',
        data: 'met',
        rpo: 'met',
        protection: 'inconclusive',
      });
      const { diverged = [] } = judgement.reprotection ?? {};
      expect(diverged.find(({ table }) => table === 'shop.journal')?.rows, told).toBeGreaterThan(10);
      expect(diverged).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ table: 'sandbox_shop.customers', rows: 1, changed: 1, unclear: 0 }),
          expect.objectContaining({ table: 'sandbox_shop.orders', rows: 1, deleted: 1, unclear: 0 }),
        ]),
      );
      expect(await instancesOf(sandbox)).toEqual([
        `${OLD} primary available`,
        `${PROMOTED} primary available`,
      ]);
      const rows = ['failback', 'rows', judgement.run, '--out', join(state, 'rows')] as const;
      await command(...rows);
      await command(...rows);
      await appendFile(join(state, 'rows', 'orders-db.ndjson'), '\n');
      expect(await muster(rows, state)).toMatchObject({ code: 64, stdout: '' });
      const lost = await entriesOn(state, OLD);
      const missing = async (wanted: readonly unknown[]) => {
        const there = new Set(await entriesOn(state, PROMOTED));
        return wanted.filter((entry) => !there.has(entry));
      };
      expect(lost.length).toBeGreaterThan(10);
      expect(await missing(lost)).not.toEqual([]);
      const sql = await readFile(join(state, 'rows', 'orders-db.sql'), 'utf8');
      for (let time = 0; time < 2; time += 1) await behind.ask(PROMOTED, sql);
      expect(await missing(lost)).toEqual([]);
    }, WITH_LEDGER),
);

test(
  'after a loss: the old primary becomes a replica, and roles change back, and nothing is lost by it',
  { timeout: 10 * MINUTES },
  () =>
    onStandingSandbox(async (sandbox) => {
      const { state, command } = sandbox;
      await failedOver(sandbox);
      const plan = await wayBack(sandbox);
      const protect = await stage(sandbox, 'protect', '--plan', plan, ...CONFIRMED);
      expect(protect.judgement.verdicts, protect.told).toMatchObject({
        drill: 'met',
        rpo: 'met',
        data: 'met',
        // When it was promoted by hand is on no record.
        protection: 'inconclusive',
        cleanup: 'met',
      });
      expect(protect.judgement.verdicts.gap, protect.told).not.toBe('missed');
      expect(protect.judgement.findings).toContainEqual(expect.stringMatching(BY_MACHINE));
      expect(protect.judgement).toMatchObject({ servingSite: 'ireland', legs: [] });
      expect(await instancesOf(sandbox)).toEqual([
        `${OLD} replica available`,
        `${PROMOTED} primary available`,
      ]);
      const code = await command('runs', 'iac', protect.judgement.run);
      expect(code).toContain(
        'import {\n  to = aws_db_instance.orders_frankfurt\n  id = "orders-frankfurt"\n}',
      );

      const closed = ['--window', '2020-01-01T02:00/2020-01-01T04:00'];
      const switching = ['failback', 'switch', '--plan', plan, ...CONFIRMED];
      expect(await muster([...switching, ...closed], state)).toMatchObject({ code: 64, stdout: '' });
      const back = await stage(sandbox, 'switch', '--plan', plan, ...CONFIRMED);
      expect(back.judgement.verdicts, back.told).toMatchObject({
        drill: 'met',
        rpo: 'met',
        data: 'met',
        protection: 'met',
      });
      expect(back.judgement.legs).toMatchObject([
        { from: 'ireland', to: 'frankfurt', divergedRows: 0, heartbeats: { lost: 0, splitBrain: 0 } },
      ]);
      expect(back.judgement.servingSite).toBe('frankfurt');
      expect(back.judgement.findings).toContainEqual(expect.stringMatching(BY_MACHINE));
      expect(await instancesOf(sandbox)).toEqual([
        `${OLD} primary available`,
        `${PROMOTED} replica available`,
      ]);
      expect(JSON.parse(await command('clean', '--json'))).toMatchObject({ runs: [], unread: null });
    }, WITH_LEDGER),
);
