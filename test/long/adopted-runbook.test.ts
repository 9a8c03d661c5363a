import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { canType, typeRunbook } from '../clients/typed-runbook.ts';
import { inRealEvent } from './real-event.ts';

const STEPS = ['StopBackgroundJobs', 'FenceOldPrimary', 'PromoteReplica', 'SwitchTraffic'];

const ADOPT = ['runs', 'adopt', '--as', 'Ada', '--reason', 'Muster was not there', '--confirm', 'orders'];

const adopt = (plan: string, ...steps: readonly string[]) => [
  ...ADOPT,
  '--plan',
  plan,
  '--despite',
  'the runbook has been followed to here',
  '--stale-evidence',
  'this sandbox has seen no drill',
  ...steps.flatMap((step) => ['--step', step]),
];

test.skipIf(!canType())(
  "what was done with the runbook is adopted: proven step by step, a person's in the record, and no better than it was",
  { timeout: 480_000 },
  () =>
    inRealEvent(async ({ state, command, start }) => {
      const plan = join(state, 'plan.yaml');
      const markdown = await command('runbook', '--plan', plan);
      await typeRunbook({ state, command }, markdown, '(only if the old region is silent)');
      const run = await start(...adopt(plan, ...STEPS));
      await run.says('WAITING FOR APPROVAL');
      await command('approve', run.run, '--as', 'Head of data');
      const { stdout, stderr } = await run.ended;
      const { verdicts } = await run.judgement();
      // Nobody was asked to approve it: with its promotion and fence proven, that is what is left open.
      expect(verdicts, `${stdout}\n${stderr}`).toMatchObject({
        overall: 'inconclusive',
        drill: 'inconclusive',
      });
      expect([verdicts.rto, verdicts.rpo], stdout).not.toContain('met');
      const record = await readFile(join(run.directory, 'record.ndjson'), 'utf8');
      const byHand = record.split('\n').filter((line) => line.includes('"byHand"'));
      const adopted = byHand.map((line) => STEPS.find((step) => line.includes(`"state":"${step}"`)));
      expect(adopted, `${stdout}\n${stderr}`).toEqual(STEPS);
      expect(stdout).toContain('PromoteReplica was done by hand by Ada, at a time that nobody wrote down');
    }),
);

test(
  'what nobody has done is not adopted: its proof fails, the run pauses, changes nothing, and can be taken back',
  { timeout: 300_000 },
  () =>
    inRealEvent(async ({ state, command, refused, start }) => {
      const plan = join(state, 'plan.yaml');
      await refused(...adopt(plan, 'VerifyServices'));
      const early = await start(...adopt(plan, ...STEPS));
      await early.says('WAITING FOR APPROVAL');
      await command('approve', early.run, '--as', 'Head of data');
      await early.says('paused at a step that failed');
      expect(await command('abort', early.run, '--as', 'Ada', '--reason', 'too early')).toContain(
        'everything is as it was',
      );
      expect((await early.ended).code).not.toBe(0);
    }),
);
