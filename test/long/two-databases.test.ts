import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parseInstant } from '../../lib/domain/instant.ts';
import { CLOCK_ERROR } from '../../lib/domain/measurement/clock-error.ts';
import { FailoverJudgement } from '../../lib/domain/run/failover-judgement.ts';
import { readMeasuredRun } from '../bench/run/read-run.ts';
import { truthBreaches } from '../bench/run/truth-breaches.ts';
import { readTruth, type Truth } from '../bench/run/truth.ts';
import { muster, withStateDirectory } from '../sandbox/drill/muster-command.ts';

const PLAN = fileURLToPath(new URL('../../drills/plans/sports-betting.yaml', import.meta.url));
const DATABASES = [
  { id: 'bets-db', source: 'bets-milan' },
  { id: 'wallet-db', source: 'wallet-milan' },
] as const;

/** In microseconds. */
const MOST_ON_ITS_WAY = 250_000;

test('two databases and seven services are recovered together, to points that the truth lies between', () =>
  withStateDirectory(async (state) => {
    const out = join(state, 'run');
    const drill = await muster(['drill', 'failover', '--plan', PLAN, '--json', '--out', out], state);
    expect(drill.code, `${drill.stdout}\n${drill.stderr}`).toBe(0);
    const judgement = FailoverJudgement.parse(JSON.parse(drill.stdout));
    expect(new Set(Object.values(judgement.verdicts))).toEqual(new Set(['met']));
    expect(judgement.services.map(({ verdict }) => verdict)).toEqual(Array.from({ length: 7 }, () => 'met'));

    const truth = await readTruth(out);
    expect(truthBreaches(truth, await readMeasuredRun(out), judgement)).toEqual([]);
    const points = DATABASES.map(({ id }) => pointOf(judgement, id));
    for (const [index, { id, source }] of DATABASES.entries()) {
      const { low = Infinity, high = 0 } = points[index] ?? {};
      expect(low).toBeLessThanOrEqual(truth.lostAt + CLOCK_ERROR);
      const { receivedLsn, onDiskLsn } = walOf(truth, source);
      expect(onDiskLsn).toBeGreaterThanOrEqual(receivedLsn);
      if (receivedLsn === onDiskLsn) {
        // All that was ever written had crossed when the network was cut: nothing is missing up to that instant.
        expect(lostOf(judgement, id)).toBe(0);
        expect(high).toBeGreaterThanOrEqual(truth.lostAt - CLOCK_ERROR);
      } else {
        // Nothing delays the links: what had not crossed was written just before, on a machine however busy.
        expect(high).toBeGreaterThanOrEqual(truth.lostAt - MOST_ON_ITS_WAY);
      }
    }
    expectSkew(judgement, points);
  }));

interface Point {
  readonly low: number;
  readonly high: number;
}

function pointOf({ databases }: FailoverJudgement, wanted: string): Point {
  const found = databases.find(({ id }) => id === wanted);
  const { recoveryPoint, recoveryPointBefore } = found ?? {};
  if (!recoveryPoint || !recoveryPointBefore) throw new Error(`${wanted} has no recovery point`);
  return { low: parseInstant(recoveryPoint), high: parseInstant(recoveryPointBefore) };
}

function lostOf({ databases }: FailoverJudgement, wanted: string): number | undefined {
  return databases.find(({ id }) => id === wanted)?.heartbeats.lost;
}

/** How far WAL had come at the replica, and how far on the old primary's disk. */
function walOf({ wal }: Truth, source: string) {
  const { receivedLsn = null, onDiskLsn = null } = wal.get(source) ?? {};
  if (receivedLsn === null || onDiskLsn === null) throw new Error(`the truth knows no WAL of ${source}`);
  return { receivedLsn, onDiskLsn };
}

/** Both streams were cut at one instant: the true distance is none, and the reported one spans both points. */
function expectSkew({ consistency }: FailoverJudgement, [bets, wallet]: readonly Point[]): void {
  const [group] = consistency;
  if (!bets || !wallet) throw new Error('two recovery points are wanted');
  expect(consistency).toHaveLength(1);
  expect(group).toMatchObject({ group: 'bets-and-stakes', skewLowSeconds: 0, verdict: 'met' });
  const farthest = Math.max(bets.high - wallet.low, wallet.high - bets.low) + CLOCK_ERROR;
  expect(group?.skewSeconds).toBeCloseTo(farthest / 1e6, 6);
  expect(group?.skewSeconds).toBeLessThanOrEqual(1);
}
