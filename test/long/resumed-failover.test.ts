import { ListStateMachinesCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { expect, test } from 'vitest';
import { executionArnOf } from '../../lib/domain/run/execution-arn.ts';
import { behindItsBack } from '../sandbox/drill/behind-its-back.ts';
import { startMuster } from '../sandbox/drill/muster-command.ts';
import { inRealEvent } from './real-event.ts';

const LIMIT_MS = 400_000;
const RECOVERY = 'eu-west-1';
const ASKED = ['--as', 'Duty engineer', '--confirm', 'orders', '--reason', 'the region is dark'];
const WHO = ['--as', 'Head of data', '--reason', 'its execution was stopped'];

/** Ends what carries a run out, as somebody does who stops it on AWS's page. */
async function stopExecution(state: string, run: string): Promise<void> {
  const sfn = (await behindItsBack(state)).sfn(RECOVERY);
  const { stateMachines = [] } = await sfn.send(new ListStateMachinesCommand({}));
  const machine = stateMachines.find(({ name }) => name === 'failover')?.stateMachineArn ?? '';
  await sfn.send(
    new StopExecutionCommand({ executionArn: executionArnOf(machine, run), cause: 'by mistake' }),
  );
}

test(
  'a real failover whose execution was stopped while it asked goes on where it stopped, at a person’s word',
  () =>
    inRealEvent(async ({ state, command, refused, start }) => {
      await command('sandbox', 'fault', 'add', 'region-loss');
      const real = await start(...ASKED, '--stale-evidence', 'the first run of this plan');
      await real.says('WAITING FOR APPROVAL');
      await stopExecution(state, real.run);
      await real.ended;

      expect(await refused('resume', real.run, ...WHO)).toContain('is confirmed by a person who types');
      const again = startMuster(['resume', real.run, ...WHO, '--confirm', 'orders'], state);
      const says = (words: string) =>
        expect.poll(() => again.stderr(), { timeout: 120_000 }).toContain(words);
      await says('WAITING FOR APPROVAL');
      await command('approve', real.run, '--as', 'Head of operations');
      await says('THE FENCE IS NOT PROVEN');
      for (const person of ['Head of data', 'Head of operations'])
        await command('approve', real.run, '--as', person, '--accept-divergence');
      await again.ended;

      const { verdicts, findings } = await real.judgement();
      expect(verdicts.overall).not.toBe('met');
      expect(verdicts.drill).not.toBe('missed');
      expect(findings.join('\n')).toMatch(
        /The run was made to go on at .* at the word of Head of data \(its execution was stopped\); what was seen then: /,
      );
      expect(JSON.parse(await command('sandbox', 'status', '--json'))).toMatchObject({
        frontDoor: { activeSite: 'ireland' },
      });
      expect(await refused('resume', real.run, ...WHO)).toContain('there is nothing to resume');
      expect(await command('runs')).toMatch(new RegExp(`^${real.run} +orders +failover +\\w+ `, 'm'));
    }),
  LIMIT_MS,
);
