import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { canType, typeRunbook } from '../clients/typed-runbook.ts';
import { muster } from '../sandbox/drill/muster-command.ts';
import { inRealEvent } from './real-event.ts';

const STEPS = ['StopBackgroundJobs', 'FenceOldPrimary', 'PromoteReplica', 'SwitchTraffic'];

test.skipIf(!canType())(
  'what was done with the runbook is adopted: proven step by step, marked as a person’s, and no better than it was',
  { timeout: 300_000 },
  () =>
    inRealEvent(async ({ state, command, refused, start }) => {
      const plan = join(state, 'plan.yaml');
      const adopt = ['--plan', plan, '--as', 'Ada', '--reason', 'Muster was not there'];
      // Nobody has done anything yet: its proof fails, and the run pauses instead of doing it.
      const early = await start(
        ...['runs', 'adopt', ...adopt, '--break-glass', 'a test', '--step', 'StopBackgroundJobs'],
        ...['--confirm', 'orders'],
      );
      await early.says('StopBackgroundJobs');
      await command('abort', early.run, '--as', 'Ada', '--reason', 'too early');
      expect((await early.ended).code).not.toBe(0);

      const markdown = await command('runbook', '--plan', plan);
      await typeRunbook({ state, command, drill: unused }, markdown, '(only if the old region is silent)');
      await refused('runs', 'adopt', ...adopt, '--confirm', 'orders', '--step', 'VerifyServices');
      const run = await start(
        ...['runs', 'adopt', ...adopt, '--break-glass', 'a test', '--confirm', 'orders'],
        ...STEPS.flatMap((step) => ['--step', step]),
      );
      const { stdout, stderr } = await run.ended;
      const { verdicts, rto, rpo } = await run.judgement();
      expect(verdicts, `${stdout}\n${stderr}`).toMatchObject({
        drill: 'inconclusive',
        overall: 'inconclusive',
      });
      for (const { verdict } of [rto, rpo].map((_, index) => ({
        verdict: index === 0 ? verdicts.rto : verdicts.rpo,
      })))
        expect(verdict).not.toBe('met');
      const record = await readFile(join(run.directory, 'record.ndjson'), 'utf8');
      for (const step of STEPS) expect(record).toContain(`"state":"${step}"`);
      expect(stdout).toContain('PromoteReplica was done by hand by Ada, at a time that nobody wrote down');
      const { stdout: fences } = await muster(['fences', '--plan', plan], state);
      expect(fences).not.toContain('waits');
    }),
);

function unused(): never {
  throw new Error('no drill is run here');
}
