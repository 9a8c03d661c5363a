import { describe, expect, test } from 'vitest';
import { judgeRun } from '../../../../../lib/domain/judge/judge-run.ts';
import { ReplicationCheckJudgement } from '../../../../../lib/domain/run/replication-check-judgement.ts';
import {
  changedFacts,
  changedRun,
  editedText,
  judgedChanged,
  type RunChanges,
  withInput,
  withUntouchedDatabase,
} from '../../../../fakes/changed-run.ts';
import { sha256 } from '../../../../fakes/sha256.ts';

const STORED = 'v1-replication-check';
const judged = (changes: RunChanges) => ReplicationCheckJudgement.parse(judgedChanged(STORED, changes));
const NOTHING = 'no objectives were recorded before the run ended';
const PARTS = ['streams', 'rpo', 'content', 'buckets', 'canary', 'inventory'];
const CLEAN = 'no fault, no tagged resource and no execution of the run is left';

describe('a check without objectives on record', () => {
  const nothing = { RecordObjectives: null };

  test('is known in its clean-up alone, and has no number', () => {
    const { reasons, verdicts, rpo, databases, findings } = judged({ outcomes: nothing });
    expect(reasons).toEqual({
      overall: `the worst of its parts: drill, ${PARTS.join(', ')}`,
      drill: NOTHING,
      ...Object.fromEntries(PARTS.map((part) => [part, NOTHING])),
      cleanup: CLEAN,
    });
    expect(verdicts).toMatchObject({ overall: 'inconclusive', cleanup: 'met' });
    expect({ rpo, databases }).toEqual({ rpo: null, databases: [] });
    expect(findings).toEqual([
      'orders-db: database postgres was not compared: another database of this server.',
    ]);
  });

  test('says first which failure ended it', () => {
    const failure = { state: 'AcquireLock', error: 'LockHeld', cause: 'somebody else' };
    expect(judged({ outcomes: { ...nothing, SealRecord: { failure } } }).reasons['drill']).toBe(
      `AcquireLock failed with LockHeld: somebody else; ${NOTHING}`,
    );
  });
});

test.each(['AcquireLock', 'MeasureLag', 'RemoveCanary', 'CleanUp'])(
  'a check says that it never left %s',
  (state) => {
    expect(judged({ neverLeft: [state] }).reasons['drill']).toBe(`not run to the end: ${state}`);
  },
);

test('files that are not those of the seal give no number, and no part is known', () => {
  const { directory, texts } = changedRun(STORED);
  const broken = { ...texts, 'content.ndjson': `${texts['content.ndjson']}\n` };
  const { verdicts, rpo, databases } = ReplicationCheckJudgement.parse(
    judgeRun({ directory, texts: broken }, sha256),
  );
  expect(new Set(Object.values(verdicts))).toEqual(new Set(['inconclusive']));
  expect({ rpo, databases }).toEqual({ rpo: null, databases: [] });
});

test('a plan may leave the inventory out, and that is said', () => {
  const { verdicts, reasons } = judged(withInput(STORED, { inventory: false }));
  expect([verdicts['inventory'], reasons['inventory']]).toEqual(['met', 'the plan leaves the inventory out']);
});

describe('a database that the check never came to', () => {
  test('makes every part of it inconclusive, whatever the other one proves', () => {
    const { verdicts, reasons } = judged(withUntouchedDatabase(STORED));
    expect(verdicts).toMatchObject({
      overall: 'inconclusive',
      streams: 'inconclusive',
      rpo: 'inconclusive',
      content: 'inconclusive',
    });
    expect(reasons).toMatchObject({
      streams: 'whether bets streams is not on record',
      rpo: 'the lag of bets was not measured',
    });
    expect(reasons['content']).toMatch(/^bets: /);
  });

  test('has no number, and leaves the whole without one', () => {
    const { rpo, databases } = judged(withUntouchedDatabase(STORED));
    expect(rpo).toBeNull();
    expect(databases).toMatchObject([
      {
        id: 'bets',
        rpoSeconds: null,
        rpoLowSeconds: null,
        samples: 0,
        comparedAt: null,
        comparedLsn: null,
        rows: { total: 0, equal: 0, diverged: 0 },
        shareCompared: 0,
        verdict: 'inconclusive',
      },
      { id: 'orders-db', samples: 20, rows: { total: 8020 }, verdict: 'met' },
    ]);
  });
});

describe('the lag of a check', () => {
  const seen = changedFacts(STORED).outcome('MeasureLag')?.databases ?? [];
  const at = (seconds: string) => `2026-11-22T05:18:${seconds}Z`;
  const sample = { sentAt: at('00.000000'), acknowledgedAt: at('00.100000') };

  test('of two databases is the worse one, from end to end', () => {
    const changes = withUntouchedDatabase(STORED);
    const lag = { lastUnseenAt: at('02.100000'), seenAt: at('03.000000') };
    const bets = seen.map((one) => ({ ...one, id: 'bets', samples: [{ ...sample, ...lag }] }));
    const { rpo, databases } = judged({
      ...changes,
      outcomes: { ...changes.outcomes, MeasureLag: { databases: [...bets, ...seen] } },
    });
    expect(rpo).toEqual({ seconds: 3, lowSeconds: 2, highSeconds: 3, targetSeconds: 3600 });
    expect(databases.map(({ rpoSeconds }) => rpoSeconds)).toEqual([3, 0.040144]);
  });

  test('of a row that never arrived is known from below only', () => {
    const never = { ...sample, lastUnseenAt: at('09.100000'), seenAt: null };
    const MeasureLag = { databases: seen.map((one) => ({ ...one, samples: [never] })) };
    const { rpo, databases, reasons } = judged({ outcomes: { MeasureLag } });
    expect(rpo).toBeNull();
    expect(databases).toMatchObject([{ rpoSeconds: null, rpoLowSeconds: 9, samples: 1 }]);
    expect(reasons['rpo']).toBe(
      'a row of orders-db was not on the replica for 9 s, and was waited for no longer',
    );
  });

  test('is not known where nobody measured it', () => {
    const { rpo, databases, verdicts } = judged({ outcomes: { MeasureLag: null } });
    expect(rpo).toBeNull();
    expect(databases).toMatchObject([{ rpoSeconds: null, rpoLowSeconds: null, samples: 0 }]);
    expect(verdicts).toMatchObject({ streams: 'inconclusive', rpo: 'inconclusive', content: 'met' });
  });
});

test('a comparison that fixed no moment has none', () => {
  const texts = editedText(STORED, 'content.ndjson', (line) =>
    line.includes('"line":"point"') ? null : line,
  );
  expect(judged({ texts }).databases).toMatchObject([
    { comparedAt: null, comparedLsn: null, verdict: 'inconclusive' },
  ]);
});

test.each([
  ['missed', 'unreserved'],
  ['missed', 'lost'],
])('streams are %s with a slot that is %s', (verdict, walStatus) => {
  const seen = changedFacts(STORED).outcome('MeasureLag')?.databases ?? [];
  const databases = seen.map((one) => ({ ...one, slots: one.slots.map((slot) => ({ ...slot, walStatus })) }));
  expect(judged({ outcomes: { MeasureLag: { databases } } }).verdicts['streams']).toBe(verdict);
});
