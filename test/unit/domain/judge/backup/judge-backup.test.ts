import { describe, expect, test } from 'vitest';
import { judgeRun } from '../../../../../lib/domain/judge/judge-run.ts';
import { BackupJudgement } from '../../../../../lib/domain/run/backup-judgement.ts';
import {
  changedFacts,
  changedRun,
  judgedChanged,
  type RunChanges,
  withInput,
  withUntouchedDatabase,
} from '../../../../fakes/changed-run.ts';
import { sha256 } from '../../../../fakes/sha256.ts';

const STORED = 'v1-backup';
const judged = (changes: RunChanges) => BackupJudgement.parse(judgedChanged(STORED, changes));
const NOTHING = 'no objectives were recorded before the run ended';
const PARTS = ['backup', 'content', 'retention', 'buckets'];
const CLEAN = 'no fault, no tagged resource and no execution of the run is left';

describe('a backup without objectives on record', () => {
  const nothing = { RecordObjectives: null };

  test('is known in its clean-up alone, and lists no database', () => {
    const { reasons, verdicts, databases, findings } = judged({ outcomes: nothing });
    expect(reasons).toEqual({
      overall: `the worst of its parts: drill, ${PARTS.join(', ')}`,
      drill: NOTHING,
      ...Object.fromEntries(PARTS.map((part) => [part, NOTHING])),
      cleanup: `${CLEAN}; no snapshot is left that is no backup`,
    });
    expect(verdicts).toMatchObject({ overall: 'inconclusive', cleanup: 'met' });
    expect({ databases, findings }).toEqual({ databases: [], findings: [] });
  });

  test('says first which failure ended it', () => {
    const failure = { state: 'AcquireLock', error: 'LockHeld', cause: 'somebody else' };
    expect(judged({ outcomes: { ...nothing, SealRecord: { failure } } }).reasons['drill']).toBe(
      `AcquireLock failed with LockHeld: somebody else; ${NOTHING}`,
    );
  });
});

test.each(['OpenManifest', 'AwaitCopies', 'ExpireBackups', 'CleanUp'])(
  'a backup says that it never left %s',
  (state) => {
    expect(judged({ neverLeft: [state] }).reasons['drill']).toBe(`not run to the end: ${state}`);
  },
);

test('files that are not those of the seal list no database, and no part is known', () => {
  const { directory, texts } = changedRun(STORED);
  const broken = { ...texts, 'manifest.ndjson': `${texts['manifest.ndjson']}\n` };
  const { verdicts, databases, findings } = BackupJudgement.parse(
    judgeRun({ directory, texts: broken }, sha256),
  );
  expect(new Set(Object.values(verdicts))).toEqual(new Set(['inconclusive']));
  expect(databases).toEqual([]);
  expect(findings).not.toEqual([]);
});

describe('what is left of a backup', () => {
  test('is not known where nobody looked for snapshots that are none', () => {
    const { verdicts, reasons } = judged({ outcomes: { RemoveIncomplete: null } });
    expect([verdicts['cleanup'], reasons['cleanup']]).toEqual([
      'inconclusive',
      'whether a snapshot is left that is no backup is not on record',
    ]);
  });

  test('is missed by a snapshot that could not be removed', () => {
    const left = [{ region: 'eu-west-1', snapshot: 'muster-orders-db-x', reason: 'AccessDenied' }];
    const { verdicts, reasons } = judged({ outcomes: { RemoveIncomplete: { left } } });
    expect([verdicts['cleanup'], reasons['cleanup']]).toEqual([
      'missed',
      'the snapshot muster-orders-db-x is no backup and is left: AccessDenied',
    ]);
  });
});

test('a plan without buckets has none to replicate', () => {
  const { verdicts, reasons } = judged(withInput(STORED, { buckets: [] }));
  expect([verdicts['buckets'], reasons['buckets']]).toEqual(['met', 'the plan has no buckets']);
});

test('a database that the backup never came to makes each part inconclusive, and is not listed', () => {
  const { verdicts, reasons, databases } = judged(withUntouchedDatabase(STORED));
  expect(verdicts).toMatchObject({
    backup: 'inconclusive',
    content: 'inconclusive',
    retention: 'inconclusive',
  });
  expect(reasons).toMatchObject({
    backup: 'bets has no copy on record',
    content: 'bets has no backup in the catalogue',
    retention: 'which backups of bets are kept is not on record',
  });
  expect(databases.map(({ id }) => id)).toEqual(['orders-db']);
});

describe('a database of a backup', () => {
  const [entry] = changedFacts(STORED).outcome('CatalogueBackup')?.entries ?? [];
  const [policy] = changedFacts(STORED).outcome('ExpireBackups')?.databases ?? [];

  test('is not listed where nobody catalogued it, and its policy is not that of another', () => {
    expect(judged({ outcomes: { CatalogueBackup: null } }).databases).toEqual([]);
    const [other] = [{ ...policy, id: 'bets', kept: [] }];
    const { databases } = judged({ outcomes: { ExpireBackups: { databases: [other, policy] } } });
    expect(databases).toMatchObject([{ kept: 1, expired: 0 }]);
  });

  test('counts what it keeps and what has expired, and neither where that is not on record', () => {
    const [kept] = policy?.kept ?? [];
    const expired = ['run-1', 'run-2'].map((run) => ({ run, takenAt: kept?.takenAt, reasons: [] }));
    const outcomes = { ExpireBackups: { databases: [{ ...policy, expired }] } };
    expect(judged({ outcomes }).databases).toMatchObject([{ kept: 1, expired: 2 }]);
    expect(judged({ outcomes: { ExpireBackups: null } }).databases).toMatchObject([{ kept: 0, expired: 0 }]);
  });

  test('has the share of its rows that are proven, and none of no rows', () => {
    const shares = (change: object) =>
      judged({ outcomes: { CatalogueBackup: { entries: [{ ...entry, ...change }] } } }).databases.map(
        ({ provenShare }) => provenShare,
      );
    expect(shares({ rows: 8, provenRows: 6 })).toEqual([0.75]);
    expect(shares({ rows: 0, provenRows: 0 })).toEqual([null]);
  });

  test('is missed, with every defect that makes its backup none', () => {
    const entries = [{ ...entry, state: 'failed', defects: ['its tables are empty', 'it is too small'] }];
    const { reasons, databases } = judged({ outcomes: { CatalogueBackup: { entries, history: [] } } });
    expect(reasons['content']).toBe('the backup of orders-db is none: its tables are empty; it is too small');
    expect(databases).toMatchObject([{ state: 'failed', verdict: 'missed' }]);
  });
});

describe('a size that is far from its history', () => {
  const [entry] = changedFacts(STORED).outcome('CatalogueBackup')?.entries ?? [];
  const before = (change: object) => {
    const history = [1, 2, 3].map((run) => ({ ...entry, run: `run-${run}`, ...change }));
    return judged({ outcomes: { CatalogueBackup: { history } } }).findings;
  };

  test('is a finding of its own database, and of no other', () => {
    expect(before({ sizeBytes: 1_000 })).toEqual([
      'The size of the backup of orders-db, 9156275 bytes, is 915528 per cent away from the median of the 3 before it; the plan allows 50.',
    ]);
    expect(before({ sizeBytes: 1_000, database: 'bets' })).toEqual([]);
    expect(before({})).toEqual([]);
  });

  test('is none at the deviation that the plan allows', () => {
    const sizeBytes = (entry?.sizeBytes ?? 0) * 2;
    expect(before({ sizeBytes })).toEqual([]);
    expect(before({ sizeBytes: sizeBytes + 2_000_000 })).toHaveLength(1);
  });

  test('is not known of a backup that nobody catalogued', () => {
    expect(judged({ outcomes: { CatalogueBackup: null } }).findings).toEqual([]);
  });
});
