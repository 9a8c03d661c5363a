import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { SwitchoverJudgement } from '../../lib/domain/run/switchover-judgement.ts';
import { SandboxStatus } from '../../lib/sandbox/sandbox-status.ts';
import { pidsNamed } from '../kill/victim.ts';
import { startMuster } from '../sandbox/drill/muster-command.ts';
import { onStandingSandbox, type StandingSandbox } from '../sandbox/drill/standing-sandbox.ts';

const MINUTES = 60_000;

/** Words of the progress at which something happens, on either leg and on both sides of the promotion. */
const BEFORE = 'draining writers';
const MOMENTS = [
  BEFORE,
  'promoting the replica',
  'making a replica in the name of the old primary',
  'the way back: draining writers',
  'the way back: making a replica',
] as const;

/** Runs a switchover, does something to it in the middle, and answers how it ended. */
async function disturbed({ state }: StandingSandbox, word: string, disturb: () => Promise<void>) {
  const out = join(state, 'disturbed');
  const running = startMuster(['drill', 'switchover', '--json', '--out', out], state);
  const deadline = performance.now() + 2 * MINUTES;
  while (!running.stderr().includes(word)) {
    expect(performance.now(), running.stderr()).toBeLessThan(deadline);
    await sleep(5);
  }
  await disturb();
  const { code, stdout, stderr } = await running.ended;
  expect(stdout, stderr).toMatch(/^\{/);
  return { code, told: stderr, judgement: SwitchoverJudgement.parse(JSON.parse(stdout)) };
}

/** Whatever happened: nothing acknowledged is lost, no two writers were at it, and a clean leaves nothing. */
async function isTrueAndClean(
  { command }: StandingSandbox,
  { judgement, told }: Awaited<ReturnType<typeof disturbed>>,
) {
  expect(judgement.rpo?.heartbeats.lost ?? 0, told).toBe(0);
  expect(
    judgement.legs.map(({ heartbeats }) => heartbeats.splitBrain),
    told,
  ).toEqual(judgement.legs.map(() => 0));
  expect(judgement.verdicts.rpo, told).not.toBe('missed');
  expect(judgement.verdicts.data, told).not.toBe('missed');
  await command('clean');
  await isServing(command);
  expect(JSON.parse(await command('clean', '--json'))).toMatchObject({ runs: [], unread: null });
}

/** Each service writes through the front door as an application does: with a login that a drain has revoked. */
async function isServing(command: StandingSandbox['command']) {
  const { services } = SandboxStatus.parse(JSON.parse(await command('sandbox', 'status', '--json')));
  for (const { name, url } of services)
    await expect
      .poll(async () => (await fetch(url).catch(() => null))?.status, { timeout: 20_000, message: name })
      .toBe(200);
  const { instances } = SandboxStatus.parse(JSON.parse(await command('sandbox', 'status', '--json')));
  expect(instances.map(({ role }) => role).toSorted()).toEqual(['primary', 'replica']);
}

async function begun({ command }: StandingSandbox, fault: string): Promise<string> {
  const experiment = /EXP[0-9A-Z]+/.exec(await command('sandbox', 'fault', 'add', fault))?.[0];
  if (experiment === undefined) throw new Error(`${fault} has no experiment`);
  return experiment;
}

test.each(MOMENTS)(
  'the orchestrator killed while "%s": the switchover goes on where it was, and loses nothing',
  { timeout: 6 * MINUTES },
  (word) =>
    onStandingSandbox(async (sandbox) => {
      const run = await disturbed(sandbox, word, async () => {
        const pids = pidsNamed(join(sandbox.state, 'sandbox'), 'orchestrator');
        expect(pids).toHaveLength(1);
        for (const pid of pids) process.kill(pid, 'SIGKILL');
      });
      expect(run.judgement.verdicts.overall, run.told).toMatch(/^(met|inconclusive)$/);
      expect(run.judgement.verdicts.cleanup, run.told).toBe('met');
      await isTrueAndClean(sandbox, run);
    }),
);

test.each(MOMENTS.filter((word) => word !== 'the way back: making a replica'))(
  'the primary region lost while "%s": nothing is taken for a success, and a clean brings it to its end',
  { timeout: 10 * MINUTES },
  (word) =>
    onStandingSandbox(async (sandbox) => {
      let fault = '';
      const run = await disturbed(sandbox, word, async () => {
        fault = await begun(sandbox, 'region-loss');
      });
      expect(run.judgement.verdicts.overall, run.told).not.toBe('met');
      await sandbox.command('sandbox', 'fault', 'remove', fault);
      await isTrueAndClean(sandbox, run);
    }),
);

test(
  'while every second call to RDS is throttled roles change all the same, or stay, and nothing is lost',
  { timeout: 10 * MINUTES },
  () =>
    onStandingSandbox(async (sandbox) => {
      const fault = await begun(sandbox, 'throttled-api=50%@rds');
      const { judgement } = await sandbox.drill('switchover', 'throttled');
      const run = {
        code: null,
        told: JSON.stringify(judgement.reasons),
        judgement: SwitchoverJudgement.parse(judgement),
      };
      expect(run.judgement.verdicts.overall, run.told).toMatch(/^(met|inconclusive)$/);
      await sandbox.command('sandbox', 'fault', 'remove', fault);
      await isTrueAndClean(sandbox, run);
    }),
);
