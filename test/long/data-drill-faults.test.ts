import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DeleteDBInstanceCommand } from '@aws-sdk/client-rds';
import { expect, test } from 'vitest';
import { Judgement } from '../../lib/domain/run/judgement.ts';
import { EXIT } from '../../lib/cli/exit-code.ts';
import { findSandbox } from '../../lib/sandbox/supervisor/sandbox-client.ts';
import { behindItsBack } from '../sandbox/drill/behind-its-back.ts';
import { startMuster } from '../sandbox/drill/muster-command.ts';
import { onStandingSandbox, type StandingSandbox } from '../sandbox/drill/standing-sandbox.ts';
import { pidsNamed } from '../kill/victim.ts';

const MINUTES = 60_000;

interface Moment {
  readonly kind: 'backup' | 'replication-check' | 'restore' | 'restore of a moment';
  /** What the command says when the moment has come. */
  readonly word: string;
}

const MOMENTS: readonly Moment[] = [
  { kind: 'backup', word: 'waiting for the snapshots' },
  { kind: 'backup', word: 'asking for copies in the recovery region' },
  { kind: 'replication-check', word: 'comparing primaries and replicas row by row' },
  { kind: 'restore', word: 'asking for the restored instances' },
  { kind: 'restore', word: 'waiting until the restored instances answer' },
  { kind: 'restore', word: 'verifying what was restored' },
  { kind: 'restore of a moment', word: 'waiting until the restored instances answer' },
];

/** What stands behind `drill`, and what has to be there before it. */
function commandOf(kind: Moment['kind']): readonly string[] {
  return kind === 'restore of a moment' ? ['restore', '--point-in-time', '1m'] : [kind];
}

/** Runs a drill, does something to it in the middle, and answers how it ended. */
async function disturbed(
  { state, drill }: StandingSandbox,
  { kind, word }: Moment,
  disturb: () => Promise<void>,
): Promise<{ readonly code: number | null; readonly judgement: Judgement | null; readonly stderr: string }> {
  if (kind === 'restore') expect((await drill('backup', 'before')).code).toBe(EXIT.met);
  const out = join(state, 'disturbed');
  const running = startMuster(['drill', ...commandOf(kind), '--json', '--out', out], state);
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
async function isWellAgain({ command, drill, state }: StandingSandbox, { kind }: Moment): Promise<void> {
  await command('clean');
  expect(JSON.parse(await command('clean', '--json'))).toMatchObject({ runs: [], unread: null });
  const hand = await behindItsBack(state);
  expect(await hand.restored()).toEqual([]);
  const [name = '', ...options] = commandOf(kind);
  const { judgement } = await drill(name, 'after', ...options);
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
  'while every second call to RDS is throttled a backup is made and restored all the same, or is not and says so',
  { timeout: 8 * MINUTES },
  () =>
    onStandingSandbox(async (sandbox) => {
      const { command, drill } = sandbox;
      expect((await drill('backup', 'before')).code).toBe(EXIT.met);
      const fault = await begun(sandbox, 'throttled-api=50%@rds');
      for (const kind of ['backup', 'restore']) {
        const { judgement } = await drill(kind, `throttled-${kind}`);
        expect(judgement.verdicts.overall, JSON.stringify(judgement.reasons)).toMatch(/^(met|inconclusive)$/);
      }
      await command('sandbox', 'fault', 'remove', fault);
      await isWellAgain(sandbox, { kind: 'restore', word: '' });
    }),
);

test(
  'a restored instance that somebody removes in the middle is missed, and nothing else is touched',
  { timeout: 5 * MINUTES },
  () =>
    onStandingSandbox(async (sandbox) => {
      const moment = { kind: 'restore', word: 'verifying what was restored' } as const;
      const hand = await behindItsBack(sandbox.state);
      const { judgement, stderr } = await disturbed(sandbox, moment, async () => {
        const [instance] = await hand.restored();
        expect(instance).toBeDefined();
        const removal = { DBInstanceIdentifier: instance, SkipFinalSnapshot: true };
        await hand.rds('eu-west-1').send(new DeleteDBInstanceCommand(removal));
      });
      expect(judgement?.verdicts.overall, stderr).toMatch(/^(missed|inconclusive)$/);
      expect(judgement?.verdicts.cleanup, stderr).toBe('met');
      await isWellAgain(sandbox, moment);
    }),
);
