import { expect, test } from 'vitest';
import {
  judgeNothingLost,
  judgeNothingLostInPlace,
} from '../../../../../lib/domain/judge/switchover/judge-nothing-lost.ts';
import type { TableLoss } from '../../../../../lib/domain/measurement/table-loss.ts';
import { attempt } from '../../../../fakes/attempts.ts';

const ALL_THERE: TableLoss = {
  table: 'public.bets',
  seen: 7,
  readings: 5,
  lost: [],
  holes: [],
  rpo: null,
  reason: 'no outage was seen',
  doubt: null,
  idle: false,
};
const nothing = { lost: [], holes: [], inDoubt: [], inDoubtSurvived: [], phantoms: [] };
const judged = (table: TableLoss | null, judge = judgeNothingLost) =>
  judge({
    legs: [],
    databases: [
      {
        id: 'bets',
        attempts: [attempt(0)],
        recovered: null,
        loss: { ...nothing, acknowledged: [attempt(0)] },
        table,
        gaps: [],
      },
    ],
  });

test("nothing is lost where every acknowledged heartbeat is there, and every row of the plan's own ledger", () => {
  const met = { verdict: 'met', reason: 'bets lost none of 1 acknowledged heartbeat' };
  expect(judged(null)).toEqual(met);
  expect(judged(ALL_THERE)).toEqual(met);
});

test('a ledger that the plan names and that nobody read proves nothing, whatever the heartbeats say', () => {
  const doubt = 'nobody read public.bets before the disruption';
  expect(judged({ ...ALL_THERE, seen: 0, readings: 0, reason: doubt, doubt })).toEqual({
    verdict: 'inconclusive',
    reason: `bets: ${doubt}`,
  });
});

test('where roles do not change, a table that nobody wrote to takes nothing from what heartbeats prove', () => {
  const doubt = 'no row of public.bets was seen to be written';
  const idle = { ...ALL_THERE, seen: 0, reason: doubt, doubt, idle: true };
  expect(judged(idle, judgeNothingLostInPlace)).toEqual({
    verdict: 'met',
    reason: 'bets lost none of 1 acknowledged heartbeat; no row of public.bets of bets was written meanwhile',
  });
  expect(judged({ ...idle, idle: false }, judgeNothingLostInPlace)).toEqual({
    verdict: 'inconclusive',
    reason: `bets: ${doubt}`,
  });
  expect(judged(idle)).toMatchObject({ verdict: 'inconclusive' });
});
