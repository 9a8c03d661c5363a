import { expect, test } from 'vitest';
import { FailoverJudgement } from '../../lib/domain/run/failover-judgement.ts';
import { conclusively } from '../sandbox/drill/conclusively.ts';
import { muster, withStateDirectory } from '../sandbox/drill/muster-command.ts';
import { planWith } from '../sandbox/drill/plan-with.ts';
import { processesOf } from '../sandbox/drill/process-watch.ts';

test('a failover is missed when the objective is shorter than any', { timeout: 300_000 }, () =>
  withStateDirectory(async (state) => {
    const plan = await planWith(state, { 'rto: PT1H': 'rto: PT0.05S' });
    const drill = await conclusively(() => muster(['drill', 'failover', '--json', '--plan', plan], state));
    expect(drill.code, drill.stderr).toBe(1);
    const { verdicts } = FailoverJudgement.parse(JSON.parse(drill.stdout));
    expect(verdicts).toMatchObject({
      overall: 'missed',
      rto: 'missed',
      rpo: 'met',
      data: 'met',
      cleanup: 'met',
    });
    expect(processesOf(state)).toEqual([]);
  }),
);
