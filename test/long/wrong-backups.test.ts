import {
  AddTagsToResourceCommand,
  CreateDBInstanceCommand,
  CreateDBSnapshotCommand,
  DeleteDBSnapshotCommand,
  DescribeDBInstancesCommand,
  DescribeDBSnapshotsCommand,
  type RDSClient,
} from '@aws-sdk/client-rds';
import { expect, test } from 'vitest';
import { EXIT } from '../../lib/cli/exit-code.ts';
import { BackupJudgement } from '../../lib/domain/run/backup-judgement.ts';
import { type BehindItsBack, behindItsBack } from '../sandbox/drill/behind-its-back.ts';
import {
  type DrilledRun,
  onStandingSandbox,
  type StandingSandbox,
} from '../sandbox/drill/standing-sandbox.ts';

const LIMIT = { timeout: 5 * 60_000 };
const [PRIMARY, RECOVERY] = ['orders-frankfurt', 'eu-west-1'];

interface Drilled extends StandingSandbox {
  readonly hand: BehindItsBack;
}

const onSandbox = (use: (sandbox: Drilled) => Promise<void>) =>
  onStandingSandbox(async (sandbox) => use({ ...sandbox, hand: await behindItsBack(sandbox.state) }));

/** A good backup, and the name of its copy. */
async function backedUp({ drill }: Drilled) {
  const { code, judgement } = await drill('backup', 'backup');
  expect(code, JSON.stringify(judgement.reasons)).toBe(EXIT.met);
  return { run: judgement.run, snapshot: `muster-orders-db-${judgement.run}` };
}

/** What is wrong is missed, in these words, and nothing is left of the drill. */
async function isMissed({ hand }: Drilled, { code, judgement }: DrilledRun, reasons: object): Promise<void> {
  expect(judgement.reasons).toMatchObject(reasons);
  const missed = Object.keys(reasons).map((part) => [part, 'missed']);
  expect(judgement.verdicts).toMatchObject({ cleanup: 'met', ...Object.fromEntries(missed) });
  expect(code).toBe(EXIT.missed);
  expect(await hand.restored()).toEqual([]);
}

async function becomesAvailable(rds: RDSClient, kind: 'instance' | 'snapshot', id: string): Promise<void> {
  const status = async () =>
    kind === 'instance'
      ? (await rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: id }))).DBInstances?.[0]
          ?.DBInstanceStatus
      : (await rds.send(new DescribeDBSnapshotsCommand({ DBSnapshotIdentifier: id }))).DBSnapshots?.[0]
          ?.Status;
  await expect.poll(status, { timeout: 60_000, interval: 200 }).toBe('available');
}

test('a backup that is one of another system is found, by both names', LIMIT, () =>
  onSandbox(async (sandbox) => {
    const { hand, drill } = sandbox;
    const { run, snapshot } = await backedUp(sandbox);
    const rds = hand.rds(RECOVERY);
    const { database, masterUser, masterPassword } = hand.owner;
    await rds.send(
      new CreateDBInstanceCommand({
        DBInstanceIdentifier: 'stranger',
        DBInstanceClass: 'db.t3.micro',
        Engine: 'postgres',
        AllocatedStorage: 20,
        DBName: database,
        MasterUsername: masterUser,
        MasterUserPassword: masterPassword,
      }),
    );
    await becomesAvailable(rds, 'instance', 'stranger');
    await rds.send(new DeleteDBSnapshotCommand({ DBSnapshotIdentifier: snapshot }));
    const tags = { 'muster:run': run, 'muster:plan': 'orders', 'muster:database': 'orders-db' };
    await rds.send(
      new CreateDBSnapshotCommand({
        DBSnapshotIdentifier: snapshot,
        DBInstanceIdentifier: 'stranger',
        Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      }),
    );
    await becomesAvailable(rds, 'snapshot', snapshot);
    await isMissed(sandbox, await drill('restore', 'stranger'), {
      content: expect.stringMatching(
        /^orders-db is not what was backed up: \S+ is of another system: \d+, not \d+; the copy is empty/,
      ),
    });
  }),
);

test(
  'a snapshot that is of another plan, and one that is gone, are found before anything is made',
  LIMIT,
  () =>
    onSandbox(async (sandbox) => {
      const { hand, drill } = sandbox;
      const { run, snapshot } = await backedUp(sandbox);
      const rds = hand.rds(RECOVERY);
      const ResourceName = `arn:aws:rds:${RECOVERY}:000000000000:snapshot:${snapshot}`;
      await rds.send(
        new AddTagsToResourceCommand({ ResourceName, Tags: [{ Key: 'muster:plan', Value: 'ticketing' }] }),
      );
      const other = await drill('restore', 'other-plan');
      await isMissed(sandbox, other, {
        content: 'nothing was restored: ChooseRecoveryPoint saw BackupUnusable',
      });
      expect(other.judgement.reasons['drill']).toContain(`backup ${run} of orders-db`);
      expect(other.judgement.reasons['drill']).toContain('a snapshot of ticketing, database orders-db');
      await rds.send(new DeleteDBSnapshotCommand({ DBSnapshotIdentifier: snapshot }));
      const gone = await drill('restore', 'gone');
      await isMissed(sandbox, gone, {
        content: 'nothing was restored: ChooseRecoveryPoint saw SnapshotMissing',
      });
      expect(gone.judgement.reasons['drill']).toContain(snapshot);
    }),
);

test('an empty backup is none, is never restored by itself, and refused when it is asked for', LIMIT, () =>
  onSandbox(async (sandbox) => {
    const { hand, drill } = sandbox;
    const { run } = await backedUp(sandbox);
    await hand.ask(PRIMARY, EMPTY_ALL);
    const empty = await drill('backup', 'empty');
    expect(empty.code).toBe(EXIT.missed);
    expect(empty.judgement.reasons['content']).toMatch(
      /^the backup of orders-db is none: its tables are empty; the one before it held \d+ rows$/,
    );
    expect(BackupJudgement.parse(empty.judgement).databases).toMatchObject([{ state: 'failed' }]);

    const asked = await drill('restore', 'asked', '--backup', empty.judgement.run);
    await isMissed(sandbox, asked, {
      content: 'nothing was restored: ChooseRecoveryPoint saw BackupUnusable',
    });
    expect(asked.judgement.reasons['drill']).toContain('its tables are empty');

    const { code, judgement } = await drill('restore', 'older');
    expect(code, JSON.stringify(judgement.reasons)).toBe(EXIT.met);
    expect(judgement).toMatchObject({ databases: [{ source: `backup ${run}` }] });
    expect(judgement.findings.join(' ')).toContain(
      `A newer backup of orders-db, ${empty.judgement.run}, is none: its tables are empty`,
    );
    const unknown = await drill('restore', 'unknown', '--backup', 'orders-of-nobody');
    await isMissed(sandbox, unknown, {
      content: 'nothing was restored: ChooseRecoveryPoint saw BackupMissing',
    });
  }),
);

const EMPTY_ALL = `do $$ declare name text; begin
  for name in select format('%I.%I', schemaname, tablename) from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema') loop
    execute 'truncate ' || name || ' cascade';
  end loop;
end $$`;
