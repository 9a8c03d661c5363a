import { join } from 'node:path';
import { PromoteReadReplicaCommand } from '@aws-sdk/client-rds';
import { expect, test } from 'vitest';
import { behindItsBack } from '../sandbox/drill/behind-its-back.ts';
import { killEach } from '../kill/victim.ts';
import { evidenceHolds } from './evidence-holds.ts';
import { inRealEvent, ordersWithPeople, type RealEvent, type StartedReal } from './real-event.ts';

const LIMIT_MS = 400_000;
const RECOVERY = 'eu-west-1';
const REPLICA = 'orders-ireland';
const ASKED = ['--as', 'Duty engineer', '--confirm', 'orders', '--reason', 'the region is dark'];
const STALE = ['--stale-evidence', 'the first run of this plan'];
const DATA = ['--as', 'Head of data'];

/** A run whose StopBackgroundJobs is killed each time that it begins; `mend` lets it live. */
async function withCrashingStep({ state, command, start }: RealEvent) {
  await command('sandbox', 'fault', 'add', 'region-loss');
  const real = await start(...ASKED, ...STALE);
  await real.says('WAITING FOR APPROVAL');
  const mend = killEach(join(state, 'sandbox'), 'StopBackgroundJobs');
  await command('approve', real.run, '--as', 'Head of operations');
  await real.says('PAUSED: StopBackgroundJobs has failed');
  return { real, mend };
}

/** Accepts the divergence while RDS of the recovery region throttles every call; answers the experiment. */
async function intoThrottling({ command }: RealEvent, real: StartedReal): Promise<string> {
  await real.says('THE FENCE IS NOT PROVEN');
  const fault = await command('sandbox', 'fault', 'add', 'throttled-api=100%@rds');
  for (const person of ['Head of data', 'Head of operations'])
    await command('approve', real.run, '--as', person, '--accept-divergence');
  await real.says('PAUSED: PromoteReplica has failed');
  return /EXP[0-9A-Z]+/.exec(fault)?.[0] ?? '';
}

test(
  'a step that has failed is left out at a person’s word, and another proven that was done by hand',
  () =>
    inRealEvent(
      async (event) => {
        const { state, command, refused } = event;
        const { real, mend } = await withCrashingStep(event);
        const skip = ['skip', real.run, 'StopBackgroundJobs', ...DATA];
        expect(await refused(...skip)).toContain('"skip" needs a reason');
        expect(await refused('skip', real.run, 'PromoteReplica', ...DATA, '--reason', 'x')).toContain(
          `run ${real.run} is paused at StopBackgroundJobs, not at PromoteReplica`,
        );
        expect(await command(...skip, '--reason', 'no job is due before noon')).toContain(
          'leaves that step out',
        );
        await mend();

        const fault = await intoThrottling(event, real);
        const promotion = [real.run, 'PromoteReplica', ...DATA, '--reason', 'promoted on the console'];
        expect(await refused('skip', ...promotion)).toContain('"skip" is none of these');
        await command('sandbox', 'fault', 'remove', fault);
        await command('take-over', ...promotion);
        await real.says('it saw: ByHandUnproven: ');

        const hand = await behindItsBack(state);
        await hand.rds(RECOVERY).send(new PromoteReadReplicaCommand({ DBInstanceIdentifier: REPLICA }));
        await expect
          .poll(() => hand.ask(REPLICA, 'select pg_is_in_recovery() as is'), { timeout: 60_000 })
          .toEqual([{ is: false }]);
        await command('take-over', ...promotion);
        await real.ended;

        const { verdicts, reasons, findings } = await real.judgement();
        expect(verdicts.overall).not.toBe('met');
        expect(verdicts.drill).not.toBe('met');
        expect(reasons.drill).toContain(
          'StopBackgroundJobs was left out by Head of data (no job is due before noon)',
        );
        expect(findings.join('\n')).toContain(
          'PromoteReplica was said to be done by hand, for the run to prove, at the word of Head of data (promoted on the console)',
        );
        expect(JSON.parse(await command('sandbox', 'status', '--json'))).toMatchObject({
          frontDoor: { activeSite: 'ireland' },
        });
        await evidenceHolds(event, real);
      },
      (state) =>
        ordersWithPeople(state, { 'failover:\n': 'failover:\n    nonCritical: [StopBackgroundJobs]\n' }),
    ),
  LIMIT_MS,
);

test(
  'a step that has failed is tried again for as long as its cause is there, and goes on once that is gone',
  () =>
    inRealEvent(async (event) => {
      const { command, refused } = event;
      const { real, mend } = await withCrashingStep(event);
      const jobs = [real.run, 'StopBackgroundJobs', ...DATA];
      expect(await refused('skip', ...jobs, '--reason', 'no job is due')).toContain(
        '"skip" is none of these',
      );
      await mend();
      expect(await command('retry', ...jobs)).toContain('tries that step again');

      const fault = await intoThrottling(event, real);
      const promotion = [real.run, 'PromoteReplica', ...DATA];
      await command('retry', ...promotion);
      await real.says('PAUSED: PromoteReplica has failed', 2);
      await command('sandbox', 'fault', 'remove', fault);
      await command('retry', ...promotion);
      await real.ended;

      const { verdicts, findings } = await real.judgement();
      expect(verdicts.overall).not.toBe('met');
      expect(verdicts.drill).not.toBe('missed');
      expect(findings.join('\n')).toContain('PromoteReplica was tried again at the word of Head of data.');
      await evidenceHolds(event, real);
    }),
  LIMIT_MS,
);
