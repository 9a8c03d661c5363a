import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SwitchoverJudgement } from '../../lib/domain/run/switchover-judgement.ts';
import { SandboxStatus } from '../../lib/sandbox/sandbox-status.ts';
import { makeStaleWriter } from '../sandbox/cli/stale-writer.ts';
import { inRealEvent, type RealEvent } from './real-event.ts';

const LIMIT_MS = 600_000;
const REASONS = ['--reason', 'the region is dark', '--stale-evidence', 'the first run of this plan'];
const GIVEN = ['--as', 'Duty engineer', '--confirm', 'orders', ...REASONS];
const LOOKING = 'looking at the roles';

/** A real failover without a proven fence, since its region is dark; it leaves a deferred one. */
async function failedOver({ command, start }: RealEvent): Promise<void> {
  const real = await start(...GIVEN);
  await real.says('WAITING FOR APPROVAL');
  await command('approve', real.run, '--as', 'Head of operations');
  await real.says('THE FENCE IS NOT PROVEN');
  await command('approve', real.run, '--as', 'Head of data', '--accept-divergence');
  await command('approve', real.run, '--as', 'Head of operations', '--accept-divergence');
  await real.ended;
}

async function statusOf({ command }: RealEvent): Promise<SandboxStatus> {
  return SandboxStatus.parse(JSON.parse(await command('sandbox', 'status', '--json')));
}

async function rolesOf(event: RealEvent): Promise<readonly string[]> {
  const { instances } = await statusOf(event);
  return instances.map(({ id, role, state }) => `${id} ${role} ${state}`).toSorted();
}

async function judged(directory: string): Promise<SwitchoverJudgement> {
  return SwitchoverJudgement.parse(JSON.parse(await readFile(join(directory, 'judgement.json'), 'utf8')));
}

test(
  'a primary that comes back while its failback has begun takes no write of a client, and becomes a replica',
  () =>
    inRealEvent(async (event) => {
      const { state, command, start } = event;
      const writer = await makeStaleWriter(await statusOf(event));
      let before = 0;
      try {
        const added = await command('sandbox', 'fault', 'add', 'region-loss');
        const fault = /EXP[0-9A-Z]+/.exec(added)?.[0] ?? '';
        before = writer.acknowledged().length;
        expect(before).toBeGreaterThan(0);
        await failedOver(event);

        const plan = join(state, 'failback.yaml');
        await writeFile(plan, await command('failback', 'plan', '--plan', join(state, 'plan.yaml')));
        const protect = ['failback', 'protect', '--plan', plan, '--confirm', 'orders'];
        const early = await start(...protect);
        await early.says(LOOKING);
        await command('sandbox', 'fault', 'remove', fault);
        const { code } = await early.ended;
        const tooEarly = await judged(early.directory);
        expect(tooEarly.verdicts.drill, JSON.stringify(tooEarly.reasons)).toBe('inconclusive');
        expect(code).toBe(2);
        expect(await rolesOf(event)).toEqual([
          'orders-frankfurt primary available',
          'orders-ireland primary available',
        ]);

        const again = await start(...protect);
        const { stderr } = await again.ended;
        const { verdicts, reasons } = await judged(again.directory);
        expect(verdicts, `${stderr}\n${JSON.stringify(reasons)}`).toMatchObject({
          drill: 'met',
          cleanup: 'met',
        });
        expect(await rolesOf(event)).toEqual([
          'orders-frankfurt replica available',
          'orders-ireland primary available',
        ]);
      } finally {
        await writer.end();
      }
      expect(writer.acknowledged().length).toBe(before);
      expect(writer.lastRefusal()).toMatch(/pg_hba|not permitted to log in/);
    }),
  LIMIT_MS,
);
