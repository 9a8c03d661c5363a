import { expect, test } from 'vitest';
import {
  judgeNothingLost,
  judgeNothingLostInPlace,
} from '../../../../../lib/domain/judge/switchover/judge-nothing-lost.ts';
import type { WholeDatabase } from '../../../../../lib/domain/judge/switchover/measure-switchover.ts';
import type { TableLoss } from '../../../../../lib/domain/measurement/table-loss.ts';
import { attempt } from '../../../../fakes/attempts.ts';

const tableRow = (sequence: string) => ({
  sequence,
  time: null,
  sightings: [],
  seenBy: 0,
  notThereAt: null,
});
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

const whole = (change: Partial<WholeDatabase>) =>
  judgeNothingLost({
    legs: [],
    databases: [
      {
        id: 'bets',
        attempts: [attempt(0)],
        recovered: null,
        loss: { ...nothing, acknowledged: [attempt(0)] },
        table: null,
        gaps: [],
        ...change,
      },
    ],
  });

test.each([
  ['inconclusive', 'what bets holds at last was never read', { loss: null }],
  [
    'missed',
    'bets lost 2 acknowledged heartbeats: 0/0; 0/1',
    { loss: { ...nothing, acknowledged: [], lost: [attempt(0), attempt(20)] } },
  ],
  [
    'missed',
    'bets lost 1 row of public.bets that were seen committed',
    { table: { ...ALL_THERE, lost: [tableRow('7')] } },
  ],
  [
    'missed',
    'bets lost 2 rows of public.bets that were seen committed',
    { table: { ...ALL_THERE, lost: [tableRow('7'), tableRow('8')], doubt: 'none' } },
  ],
  [
    'inconclusive',
    'the ledger of bets has gaps: ledger/bets/0-1.ndjson',
    { gaps: ['ledger/bets/0-1.ndjson'] },
  ],
  ['inconclusive', 'no heartbeat of bets was acknowledged', { loss: { ...nothing, acknowledged: [] } }],
  [
    'met',
    'bets lost none of 1 acknowledged heartbeat; 2 in doubt, of which 1 are there',
    {
      loss: {
        ...nothing,
        acknowledged: [attempt(0)],
        inDoubt: [attempt(20), attempt(40)],
        inDoubtSurvived: [attempt(20)],
      },
    },
  ],
] as const)('is %s: %s', (verdict, reason, change) => {
  expect(whole(change)).toEqual({ verdict, reason });
});

test('where roles do not change, a table that was written to is held to all of it', () => {
  expect(judged(ALL_THERE, judgeNothingLostInPlace)).toEqual({
    verdict: 'met',
    reason: 'bets lost none of 1 acknowledged heartbeat',
  });
});
