import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { judgeRun } from '../../../../lib/domain/judge/judge-run.ts';
import { RecordEntry } from '../../../../lib/domain/record/entry.ts';
import { SwitchoverJudgement } from '../../../../lib/domain/run/switchover-judgement.ts';
import { reseal } from '../../../fakes/run-fixture-record.ts';
import { sha256 } from '../../../fakes/sha256.ts';

const GOLDEN = fileURLToPath(new URL('../../../fixtures/golden/v1-switchover/', import.meta.url));
const read = (name: string) => readFileSync(join(GOLDEN, name), 'utf8');
const GOOD = {
  'record.ndjson': read('record.ndjson'),
  'ledger.ndjson': read('ledger.ndjson'),
  'stale.ndjson': read('stale.ndjson'),
  'health.ndjson': read('health.ndjson'),
  'observed.ndjson': read('observed.ndjson'),
  'recovered.ndjson': read('recovered.ndjson'),
  'plan.yaml': read('plan.yaml'),
};
type Name = keyof typeof GOOD;

/** The golden run with one file changed and sealed anew: then only the numbers can tell. */
function judged(name: Name, edit: (lines: readonly string[]) => readonly string[]): SwitchoverJudgement {
  const before = GOOD[name].trimEnd().split('\n');
  const after = edit(before);
  expect(after).not.toEqual(before);
  const texts = reseal({ ...GOOD, [name]: `${after.join('\n')}\n` });
  return SwitchoverJudgement.parse(judgeRun({ directory: '.', texts }, sha256));
}

/** The same with an entry of the record changed; null takes it out. */
function recorded(
  isMeant: (entry: RecordEntry) => boolean,
  change: (text: string) => string | null,
): SwitchoverJudgement {
  return judged('record.ndjson', (lines) =>
    lines.flatMap((line) => (isMeant(RecordEntry.parse(JSON.parse(line))) ? (change(line) ?? []) : [line])),
  );
}

const outcomeOf = (state: string) => (entry: RecordEntry) =>
  entry.kind === 'outcome' && entry.state === state;
const gone = () => null;

/** Leaves out the last line that fits. */
function without(fits: (line: string) => boolean) {
  return (lines: readonly string[]) => lines.toSpliced(lines.findLastIndex(fits), 1);
}

describe('a switchover that lost nothing', () => {
  test('is met in each part, with a gap and a time without a second copy on each leg', () => {
    const { verdicts, legs, rpo, rto } = SwitchoverJudgement.parse(
      judgeRun({ directory: '.', texts: GOOD }, sha256),
    );
    expect(new Set(Object.values(verdicts))).toEqual(new Set(['met']));
    expect(rpo).toMatchObject({ seconds: 0, heartbeats: { lost: 0, splitBrain: 0 } });
    for (const { interrupted, writersRefused, phases, withoutSecondCopy } of legs) {
      expect(interrupted?.highSeconds).toBeLessThanOrEqual(rto?.highSeconds ?? 0);
      const sum = phases.reduce((total, { seconds }) => total + seconds, 0);
      expect(sum).toBeCloseTo(writersRefused?.seconds ?? 0, 6);
      expect(withoutSecondCopy?.lowSeconds).toBeGreaterThan(0);
    }
  });
});

describe('nothing lost', () => {
  test('is missed by one acknowledged row that the last primary does not have', () => {
    const row = without((line) => line.includes('"writer":"heartbeat"'));
    const { verdicts, reasons, rpo } = judged('recovered.ndjson', row);
    expect(verdicts).toMatchObject({ overall: 'missed', rpo: 'missed', gap: 'met' });
    expect(reasons['rpo']).toMatch(/^orders-db lost 1 acknowledged heartbeat: 0\/\d+$/);
    expect(rpo).toMatchObject({ targetSeconds: 0, heartbeats: { lost: 1 } });
    expect(rpo?.seconds).toBeGreaterThan(0);
  });

  test('is not known with a gap in the ledger, nor when the last primary was never read', () => {
    const gap = judged('ledger.ndjson', (lines) => lines.toSpliced(10, 1));
    expect(gap.reasons['rpo']).toContain('the ledger of orders-db has gaps');
    const unread = judged('recovered.ndjson', (lines) =>
      lines.filter((line) => !line.includes('"line":"server"')),
    );
    expect(unread.verdicts).toMatchObject({ rpo: 'inconclusive', data: 'inconclusive' });
    expect(unread.rpo).toBeNull();
  });
});

describe('the data', () => {
  test.each([
    ['there', '"database":"orders-db",'],
    ['back', '"database":"orders-db_back",'],
  ] as const)('is missed by a row that the old primary took after the new one, on the way %s', (leg, own) => {
    const { verdicts, reasons, legs } = judged('stale.ndjson', (lines) => {
      const good = lines.findLast((line) => line.includes(own) && line.includes('"acknowledged"')) ?? '';
      const server = /"server":"[^"]+"/.exec(good)?.[0] ?? '';
      const first = lines.findIndex((line) => line.includes(own) && line.includes('ECONNREFUSED'));
      const late = lines[first] ?? '';
      const taken = late.replace('"failed"', '"acknowledged"').replace('"server":null', server);
      return lines.with(first, taken);
    });
    expect(verdicts.data, reasons['data']).toBe('missed');
    expect(legs.find((one) => one.leg === leg)?.heartbeats.splitBrain).toBe(1);
  });

  test('is missed by rows that were on the old primary alone, wherever they were saved', () => {
    const { verdicts, reasons, legs } = recorded(outcomeOf('SaveDivergedRows'), (line) =>
      line.replace('"saved":null', '"saved":{"key":"divergence/x","sha256":"00","rows":2}'),
    );
    expect(verdicts.data).toBe('missed');
    expect(reasons['data']).toBe('2 rows of orders-db were on the old primary alone; saved as divergence/x');
    expect(legs[0]?.divergedRows).toBe(2);
  });

  test.each(['FenceOldPrimary', 'FenceOldPrimaryBack'])('is not proven without the proof of %s', (state) => {
    const { verdicts, reasons } = recorded(outcomeOf(state), (line) =>
      line.replace('"rung":"open-session","result":"proven"', '"rung":"open-session","result":"refuted"'),
    );
    expect(verdicts.data).toBe('inconclusive');
    expect(reasons['data']).toContain('no session from before the fence was seen to end');
  });

  test('is missed on another system, and by a timeline that did not rise', () => {
    const other = judged('recovered.ndjson', (lines) =>
      lines.map((line) => line.replace(/"systemIdentifier":"\d+"/, '"systemIdentifier":"1"')),
    );
    expect(other.verdicts.data).toBe('missed');
    const same = recorded(outcomeOf('ProvePromotionBack'), (line) =>
      line.replace('"timeline":3', '"timeline":2'),
    );
    expect(same.reasons['data']).toContain('orders-db is on timeline 2; a promotion of 2 raises it');
  });
});

describe('the other parts', () => {
  test('hold the objectives that stand on record', () => {
    const short = (field: string) =>
      recorded(outcomeOf('RecordObjectives'), (line) =>
        line.replace(new RegExp(`"${field}":\\d+`), `"${field}":0.001`),
      ).verdicts;
    expect(short('rtoSeconds')).toMatchObject({ gap: 'missed', protection: 'met' });
    expect(short('withoutSecondCopySeconds')).toMatchObject({ gap: 'met', protection: 'missed' });
    expect(short('rpoSeconds')).toMatchObject({ overall: 'met', rpo: 'met' });
  });

  test('know of no second copy that nobody saw', () => {
    const { verdicts, legs } = recorded(outcomeOf('AwaitReplicaBack'), gone);
    expect(verdicts).toMatchObject({ protection: 'inconclusive' });
    expect(legs[1]?.withoutSecondCopy).toBeNull();
  });

  test('do not take roles for unchanged whose promotion was begun, and has no outcome', () => {
    const { verdicts, reasons } = recorded(outcomeOf('PromoteReplicaBack'), gone);
    expect(verdicts.protection).toBe('inconclusive');
    expect(reasons['protection']).toMatch(/^no second copy is known of since roles were to change from/);
    expect(reasons['data']).toMatch(/^it is not known whether \S+ was promoted from/);
  });

  test('know of no clean-up whose roles were not settled, and of no drill that did not run to its end', () => {
    expect(recorded(outcomeOf('SettleRoles'), gone).verdicts.cleanup).toBe('inconclusive');
    const isExit = (entry: RecordEntry) =>
      entry.kind === 'history' && entry.state === 'RetireOldPrimaryBack' && entry.type === 'TaskStateExited';
    const { verdicts, reasons } = recorded(isExit, gone);
    expect(verdicts.drill).toBe('inconclusive');
    expect(reasons['drill']).toBe('not run to the end: RetireOldPrimaryBack');
  });
});
