import { DeleteDBInstanceCommand, ModifyDBInstanceCommand } from '@aws-sdk/client-rds';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { behindItsBack } from '../sandbox/drill/behind-its-back.ts';
import { inRealEvent } from './real-event.ts';

const LIMIT_MS = 400_000;
const PLAN = fileURLToPath(new URL('../../drills/plans/sports-betting.yaml', import.meta.url));
const CONFIRMED = ['--as', 'Incident commander', '--confirm', 'sports-betting'];
const ASKED = [
  ...CONFIRMED,
  '--reason',
  'the region is dark',
  '--stale-evidence',
  'the first run of this plan',
];
const WHY = ['--reason', 'its replica is gone as well'];
const [RECOVERY, KEPT, LOST] = ['eu-central-1', 'bets-frankfurt', 'wallet-frankfurt'];

test(
  'of two databases one is lost at both sites: the other is recovered at a person’s word, and nothing calls that met',
  () =>
    inRealEvent(
      async ({ state, command, refused, start }) => {
        await command('sandbox', 'fault', 'add', 'region-loss');
        const real = await start(...ASKED);
        await real.says('THE FENCE IS NOT PROVEN');
        const hand = await behindItsBack(state);
        const rds = hand.rds(RECOVERY);
        const unprotected = { DBInstanceIdentifier: LOST, DeletionProtection: false, ApplyImmediately: true };
        await rds.send(new ModifyDBInstanceCommand(unprotected));
        await rds.send(new DeleteDBInstanceCommand({ DBInstanceIdentifier: LOST, SkipFinalSnapshot: true }));
        await command('approve', real.run, '--as', 'Head of betting', '--accept-divergence');
        await command('approve', real.run, '--as', 'Head of operations', '--accept-divergence');

        await real.says('PAUSED: PromoteReplica has failed');
        await real.says('a database whose replica cannot be had is not recovered');
        const nameless = ['go-without', real.run, 'PromoteReplica', '--as', 'Head of betting'];
        expect(await refused(...nameless)).toContain('"go-without" needs a reason');
        await command(...nameless, ...WHY);
        await real.ended;

        const { verdicts, reasons, databases, findings } = await real.judgement();
        expect(verdicts.overall).not.toBe('met');
        expect(verdicts.drill).toBe('missed');
        expect(reasons.drill).toContain('wallet-db was not recovered: ');
        expect(verdicts.rto).not.toBe('met');
        expect(databases.find(({ id }) => id === 'wallet-db')?.recoveryPoint ?? null).toBeNull();
        expect(databases.find(({ id }) => id === 'bets-db')?.recoveryPoint).toEqual(expect.any(String));
        expect(findings.join('\n')).toContain(
          'PromoteReplica was to go on without what cannot be had, at the word of Head of betting (its replica is gone as well)',
        );
        expect(await hand.ask(KEPT, 'select pg_is_in_recovery() as is')).toEqual([{ is: false }]);
        expect(JSON.parse(await command('sandbox', 'status', '--json'))).toMatchObject({
          frontDoor: { activeSite: 'frankfurt' },
        });
        // Its old primary holds the newest rows that there are: it is not rebuilt from a replica that is gone.
        const plan = join(state, 'failback.yaml');
        await writeFile(plan, await command('failback', 'plan', '--plan', PLAN, '--run', real.run));
        expect(await refused('failback', 'report', '--plan', plan, '--run', real.run)).toContain(
          `run ${real.run} went on without wallet-db`,
        );
      },
      async () => PLAN,
    ),
  LIMIT_MS,
);
