import { describe, expect, test } from 'vitest';
import { judgeRun } from '../../../../../lib/domain/judge/judge-run.ts';
import { RestoreJudgement } from '../../../../../lib/domain/run/restore-judgement.ts';
import {
  changedFacts,
  changedRun,
  editedText,
  judgedChanged,
  type RunChanges,
  withUntouchedDatabase,
} from '../../../../fakes/changed-run.ts';
import { sha256 } from '../../../../fakes/sha256.ts';

const STORED = 'v1-restore';
const judged = (changes: RunChanges) => RestoreJudgement.parse(judgedChanged(STORED, changes));
const NOTHING = 'no objectives were recorded before the run ended';
const PARTS = ['rto', 'rpo', 'content', 'integrity', 'isolation'];

describe('a restore without objectives on record', () => {
  const nothing = { RecordObjectives: null };

  test('is known in its clean-up alone, and has no number', () => {
    const { reasons, verdicts, databases, rto, rpo, declaredAt, verifiedAt, findings } = judged({
      outcomes: nothing,
    });
    expect(reasons).toEqual({
      overall: `the worst of its parts: drill, ${PARTS.join(', ')}`,
      drill: NOTHING,
      ...Object.fromEntries(PARTS.map((part) => [part, NOTHING])),
      cleanup:
        'no fault, no tagged resource and no execution of the run is left; 1 restored instance removed, and known to no control plane',
    });
    expect(verdicts).toMatchObject({ overall: 'inconclusive', cleanup: 'met' });
    expect({ databases, rto, rpo, findings }).toEqual({ databases: [], rto: null, rpo: null, findings: [] });
    expect([declaredAt, verifiedAt]).toEqual(['2026-11-22T05:17:32.168000Z', '2026-11-22T05:17:34.732000Z']);
  });

  test('says first which failure ended it', () => {
    const failure = { state: 'AcquireLock', error: 'LockHeld', cause: 'somebody else' };
    expect(judged({ outcomes: { ...nothing, SealRecord: { failure } } }).reasons['drill']).toBe(
      `AcquireLock failed with LockHeld: somebody else; ${NOTHING}`,
    );
  });
});

describe('a restore that did not run to its end', () => {
  test.each(['AcquireLock', 'ChooseRecoveryPoint', 'RemoveRestored', 'CleanUp'])(
    'says that it never left %s',
    (state) => {
      expect(judged({ neverLeft: [state] }).reasons['drill']).toBe(`not run to the end: ${state}`);
    },
  );

  test('of a moment writes markers and waits until it can be restored', () => {
    const input = changedFacts(STORED).outcome('RecordObjectives')?.input;
    const source = { kind: 'point-in-time', target: { beforeSeconds: 60 }, orLater: true };
    expect(judged({ outcomes: { RecordObjectives: { input: { ...input, source } } } }).reasons['drill']).toBe(
      'not run to the end: WriteMarkers; AwaitRestorable',
    );
  });

  test('says no instant that nobody wrote down', () => {
    const { declaredAt, verifiedAt, rto } = judged({ neverEntered: ['DeclareRestore', 'VerifyRestored'] });
    expect({ declaredAt, verifiedAt, rto }).toEqual({ declaredAt: null, verifiedAt: null, rto: null });
  });
});

describe('files that prove nothing', () => {
  const empty = { rto: null, rpo: null, databases: [] };

  test('are those that are not as they were sealed', () => {
    const { directory, texts } = changedRun(STORED);
    const broken = { ...texts, 'copy.ndjson': `${texts['copy.ndjson']}\n` };
    const { verdicts, rto, rpo, databases } = RestoreJudgement.parse(
      judgeRun({ directory, texts: broken }, sha256),
    );
    expect(new Set(Object.values(verdicts))).toEqual(new Set(['inconclusive']));
    expect({ rto, rpo, databases }).toEqual(empty);
  });

  test.each([
    ['manifest.ndjson', 1],
    ['copy.ndjson', 6],
  ] as const)('are lines of %s that cannot be read, though they were sealed', (name, last) => {
    const { 'manifest.ndjson': manifest, 'copy.ndjson': copy } = editedBoth();
    const texts = { 'manifest.ndjson': manifest, 'copy.ndjson': copy };
    const { reasons, rto, rpo, databases } = judged({ texts: { ...texts, [name]: `${texts[name]}{}\n` } });
    expect(reasons['content']).toMatch(new RegExp(`^${name} line ${last + 1} cannot be read: `));
    expect({ rto, rpo, databases }).toEqual(empty);
  });

  test('are a manifest and a copy that are not there: nothing is known of the rows, but all else is', () => {
    const { verdicts, reasons } = judged({ texts: { 'manifest.ndjson': '', 'copy.ndjson': '' } });
    expect(verdicts).toMatchObject({ drill: 'met', content: 'inconclusive', rto: 'inconclusive' });
    expect(reasons['content']).toBe('the copy of orders-db was not compared with the manifest of its backup');
    expect(reasons['rto']).toBe(
      'what was restored is not proven to be what it had to be: the copy of orders-db was not compared with the manifest of its backup',
    );
  });
});

/** Both files as they are. */
function editedBoth() {
  const { texts } = changedRun(STORED);
  return { 'manifest.ndjson': texts['manifest.ndjson'] ?? '', 'copy.ndjson': texts['copy.ndjson'] ?? '' };
}

test('a database that was never restored is not known, whatever the other one proves', () => {
  const { verdicts, reasons, rpo, databases } = judged(withUntouchedDatabase(STORED));
  expect(verdicts).toMatchObject({
    rto: 'inconclusive',
    rpo: 'inconclusive',
    content: 'inconclusive',
    integrity: 'inconclusive',
    isolation: 'inconclusive',
  });
  expect(reasons).toMatchObject({
    rpo: 'until when bets was restored is not proven',
    content: 'what was restored of bets was not looked at',
  });
  expect(rpo).toBeNull();
  expect(databases.map(({ id }) => id)).toEqual(['orders-db']);
});

test('a restore that is slower than its objective is missed, however whole it is', () => {
  const input = changedFacts(STORED).outcome('RecordObjectives')?.input;
  const objectives = { rtoSeconds: 2, rpoSeconds: 3600 };
  const { verdicts, rto } = judged({ outcomes: { RecordObjectives: { input: { ...input, objectives } } } });
  expect(verdicts).toMatchObject({ rto: 'missed', rpo: 'met', content: 'met' });
  expect(rto).toMatchObject({ seconds: 2.564, targetSeconds: 2 });
});

test('lines of another database say nothing of this one', () => {
  const texts = editedText(STORED, 'copy.ndjson', (line) =>
    line.replace('"database":"orders-db"', '"database":"bets"'),
  );
  expect(judged({ texts }).verdicts['content']).toBe('inconclusive');
});
