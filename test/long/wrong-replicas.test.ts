import { PromoteReadReplicaCommand, RebootDBInstanceCommand } from '@aws-sdk/client-rds';
import { DeleteObjectCommand, ListObjectVersionsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { EXIT } from '../../lib/cli/exit-code.ts';
import { type BehindItsBack, behindItsBack, overwrite } from '../sandbox/drill/behind-its-back.ts';
import { onStandingSandbox } from '../sandbox/drill/standing-sandbox.ts';

const LIMIT = { timeout: 5 * 60_000 };
const [PRIMARY, REPLICA, RECOVERY] = ['orders-frankfurt', 'orders-ireland', 'eu-west-1'];
const BUCKET = 'orders-invoices-ireland';

const answers = (hand: BehindItsBack) =>
  expect.poll(
    () =>
      hand.ask(REPLICA, 'select 1').then(
        () => true,
        () => false,
      ),
    { timeout: 30_000 },
  );

/** What a replica has replayed, and not written to its files yet, would cover what is changed there. */
async function isOnDisk(hand: BehindItsBack): Promise<void> {
  await hand.ask(PRIMARY, 'checkpoint');
  const [row] = await hand.ask(PRIMARY, 'select pg_current_wal_lsn()::text as lsn');
  const replayed = async () =>
    (await hand.ask(REPLICA, `select pg_last_wal_replay_lsn() >= '${String(row?.['lsn'])}' as done`))[0]?.[
      'done'
    ];
  await expect.poll(replayed, { timeout: 30_000 }).toBe(true);
  await hand.ask(REPLICA, 'checkpoint');
}

test('a row that is another one on the replica is named by its key', LIMIT, () =>
  onStandingSandbox(async ({ drill, state }) => {
    const hand = await behindItsBack(state);
    await isOnDisk(hand);
    const file = await hand.fileOf(`data/${RECOVERY}-${REPLICA}`, 'sandbox_shop.customers');
    overwrite(file, 'customer-1234@', 'customer-1235@');
    await hand.rds(RECOVERY).send(new RebootDBInstanceCommand({ DBInstanceIdentifier: REPLICA }));
    await answers(hand).toBe(true);
    const { code, judgement } = await drill('replication-check', 'page');
    expect(judgement.reasons['content']).toBe('1 row of orders-db differ: different: {"id" : 1234}');
    expect(judgement).toMatchObject({
      databases: [
        {
          diverged: [
            { table: 'sandbox_shop.customers', row: '{"id" : 1234}', difference: 'different on the replica' },
          ],
        },
      ],
    });
    expect(judgement.verdicts).toMatchObject({ content: 'missed', streams: 'met', cleanup: 'met' });
    expect(code).toBe(EXIT.missed);
  }),
);

test('a replica that was promoted, and written to, is none', LIMIT, () =>
  onStandingSandbox(async ({ drill, state }) => {
    const hand = await behindItsBack(state);
    await hand.rds(RECOVERY).send(new PromoteReadReplicaCommand({ DBInstanceIdentifier: REPLICA }));
    const writes = () =>
      hand.ask(REPLICA, "update sandbox_shop.customers set email = 'nobody' where id = 1").then(
        () => true,
        () => false,
      );
    await expect.poll(writes, { timeout: 30_000 }).toBe(true);
    const { code, judgement } = await drill('replication-check', 'promoted');
    expect(judgement.reasons).toMatchObject({
      streams: 'nobody replicates orders-db',
      rpo: expect.stringMatching(
        /^a row of orders-db was not on the replica for [\d.]+ s, and was waited for no longer$/,
      ),
      content: expect.stringMatching(
        /^3 rows of orders-db differ: .*missing: \{"id" : 1\}; extra: \{"id" : 1\}$/,
      ),
    });
    expect(judgement.verdicts).toMatchObject({ streams: 'missed', content: 'missed', cleanup: 'met' });
    expect(code).toBe(EXIT.missed);
  }),
);

test('an object that is missing, one too many and another one are each named by key', LIMIT, () =>
  onStandingSandbox(async ({ drill, state }) => {
    const hand = await behindItsBack(state);
    const s3 = hand.s3(RECOVERY);
    const { Versions = [] } = await s3.send(
      new ListObjectVersionsCommand({ Bucket: BUCKET, Prefix: 'invoices/2026/0003' }),
    );
    for (const { Key, VersionId } of Versions)
      await s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key, VersionId }));
    await s3.send(
      new PutObjectCommand({ Bucket: BUCKET, Key: 'invoices/2026/9999.txt', Body: 'nobody sent it' }),
    );
    await s3.send(
      new PutObjectCommand({ Bucket: BUCKET, Key: 'invoices/2026/0005.txt', Body: 'another one' }),
    );
    const { code, judgement } = await drill('replication-check', 'objects');
    expect(judgement.reasons['inventory']).toBe(
      'invoices: 1 object not on the replica: "invoices/2026/0003.txt"; invoices: 1 object different on the replica: "invoices/2026/0005.txt"; invoices: 1 object on the replica only: "invoices/2026/9999.txt"',
    );
    expect(judgement.verdicts).toMatchObject({ inventory: 'missed', content: 'met', cleanup: 'met' });
    expect(code).toBe(EXIT.missed);
  }),
);
