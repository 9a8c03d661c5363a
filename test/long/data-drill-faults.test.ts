import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Judgement } from '../../lib/domain/run/judgement.ts';
import { findSandbox } from '../../lib/sandbox/supervisor/sandbox-client.ts';
import { startMuster } from '../sandbox/drill/muster-command.ts';
import { onStandingSandbox, type StandingSandbox } from '../sandbox/drill/standing-sandbox.ts';
import { pidsNamed } from '../kill/victim.ts';

const MINUTES = 60_000;

interface Moment {
  readonly kind: 'backup' | 'replication-check';
  /** What the command says when the moment has come. */
  readonly word: string;
}

const MOMENTS: readonly Moment[] = [
  { kind: 'backup', word: 'waiting for the snapshots' },
  { kind: 'backup', word: 'asking for copies in the recovery region' },
  { kind: 'replication-check', word: 'comparing primaries and replicas row by row' },
];

/** Runs a drill, does something to it in the middle, and answers how it ended. */
async function disturbed(
  { state }: StandingSandbox,
  { kind, word }: Moment,
  disturb: () => Promise<void>,
): Promise<{ readonly code: number | null; readonly judgement: Judgement | null; readonly stderr: string }> {
  const out = join(state, `disturbed-${kind}`);
  const running = startMuster(['drill', kind, '--json', '--out', out], state);
  const deadline = performance.now() + MINUTES;
  while (!running.stderr().includes(word)) {
    expect(performance.now(), running.stderr()).toBeLessThan(deadline);
    await sleep(20);
  }
  await disturb();
  const { code, stdout, stderr } = await running.ended;
  return { code, judgement: stdout.startsWith('{') ? Judgement.parse(JSON.parse(stdout)) : null, stderr };
}

/** Puts a fault in force; answers the experiment that it is. */
async function begun({ command }: StandingSandbox, fault: string): Promise<string> {
  const experiment = /EXP[0-9A-Z]+/.exec(await command('sandbox', 'fault', 'add', fault))?.[0];
  if (experiment === undefined) throw new Error(`${fault} has no experiment`);
  return experiment;
}

/** Whatever happened: once it is over, a clean leaves nothing, and the next drill of the kind is met. */
async function isWellAgain({ command, drill }: StandingSandbox, { kind }: Moment): Promise<void> {
  await command('clean');
  expect(JSON.parse(await command('clean', '--json'))).toMatchObject({ runs: [], unread: null });
  const { judgement } = await drill(kind, `after-${kind}`);
  expect(judgement.verdicts.overall, JSON.stringify(judgement.reasons)).toBe('met');
  if (judgement.kind === 'backup') expect(judgement.databases[0]?.state).toBe('good');
}

test.each(MOMENTS)(
  'the orchestrator killed while "$word": the run goes on where it was, and is judged',
  { timeout: 5 * MINUTES },
  (moment) =>
    onStandingSandbox(async (sandbox) => {
      const { judgement, stderr } = await disturbed(sandbox, moment, async () => {
        const pids = pidsNamed(join(sandbox.state, 'sandbox'), 'orchestrator');
        expect(pids).toHaveLength(1);
        for (const pid of pids) process.kill(pid, 'SIGKILL');
      });
      expect(judgement?.verdicts.overall, stderr).toMatch(/^(met|inconclusive)$/);
      await isWellAgain(sandbox, moment);
    }),
);

test.each(MOMENTS)(
  'the primary region lost while "$word": nothing is taken for a success, and nothing is left once it is back',
  { timeout: 8 * MINUTES },
  (moment) =>
    onStandingSandbox(async (sandbox) => {
      const { command } = sandbox;
      let fault = '';
      const { code, judgement, stderr } = await disturbed(sandbox, moment, async () => {
        fault = await begun(sandbox, 'region-loss');
      });
      // It may have been through before the region was gone; what was in its middle is not met.
      if (judgement?.verdicts.overall !== 'met') expect([1, 2, 70], stderr).toContain(code);
      await command('sandbox', 'fault', 'remove', fault);
      expect(await findSandbox(join(sandbox.state, 'sandbox'))).not.toBeNull();
      await isWellAgain(sandbox, moment);
    }),
);

test(
  'while every second call to RDS is throttled a backup is made all the same, or is none and says so',
  { timeout: 5 * MINUTES },
  () =>
    onStandingSandbox(async (sandbox) => {
      const { command, drill } = sandbox;
      const fault = await begun(sandbox, 'throttled-api=50%@rds');
      const { judgement } = await drill('backup', 'throttled');
      expect(judgement.verdicts['overall'], JSON.stringify(judgement.reasons)).toMatch(
        /^(met|inconclusive)$/,
      );
      await command('sandbox', 'fault', 'remove', fault);
    }),
);
