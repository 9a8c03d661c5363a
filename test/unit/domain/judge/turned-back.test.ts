import { describe, expect, it } from 'vitest';
import type { RunFiles } from '../../../../lib/domain/run/run-files.ts';
import { reportModelOf } from '../../../../lib/report/make-report-model.ts';
import { readRun } from '../../../../lib/domain/judge/run-facts.ts';
import { judgedFailover } from '../../../fakes/judged-failover.ts';
import { realEvent } from '../../../fakes/real-event.ts';
import { buildRunFixture } from '../../../fakes/run-fixture.ts';
import { reseal } from '../../../fakes/run-fixture-record.ts';
import { sha256 } from '../../../fakes/sha256.ts';

const TEXTS = without(buildRunFixture().texts, 'recovered.ndjson');
const NEVER = [
  'InjectDisruption',
  'PromoteReplica',
  'ProvePromotion',
  'SwitchTraffic',
  'VerifyServices',
  'Hold',
];
const FAILURE = {
  state: 'RequestAcceptance',
  error: 'RunAborted',
  cause: 'Ben has aborted it: a false alarm',
};
const BACK =
  'it turned back before anything was promoted (RequestAcceptance failed with RunAborted: Ben has aborted it: a false alarm)';

function without(texts: Readonly<Record<string, string>>, name: string): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).filter(([own]) => own !== name));
}

type Change = (state: string, data: Record<string, unknown>) => Record<string, unknown> | null;

/** A real run that was aborted where its fence was not proven; `change` makes another outcome of a state, or none. */
function aborted(change: Change = (_, data) => data, never: readonly string[] = NEVER) {
  const lines = (TEXTS['record.ndjson'] ?? '').trimEnd().split('\n');
  const record = lines.flatMap((line) => {
    const entry = JSON.parse(line);
    if (never.includes(entry.state)) return [];
    if (entry.kind !== 'outcome') return [line];
    const data = change(entry.state, ofReal(entry.state, entry.data));
    return data ? [JSON.stringify({ ...entry, data })] : [];
  });
  return reseal({ ...TEXTS, 'record.ndjson': `${record.join('\n')}\n` });
}

function ofReal(state: string, data: Record<string, unknown>): Record<string, unknown> {
  if (state === 'SealRecord') return { failure: FAILURE };
  if (state !== 'RecordObjectives') return data;
  return { ...data, input: { ...Object(data['input']), scope: 'real', real: realEvent() } };
}

const judged = (texts: RunFiles['texts']) => judgedFailover({ directory: 'run-1', texts }, sha256);

describe('a real run that turned back before anything was promoted', () => {
  it('says so in one sentence, and lists nothing as missing that such a run never writes', () => {
    const { reasons, verdicts, findings, scope } = judged(aborted());
    expect(scope).toBe('real');
    expect(verdicts).toEqual({
      overall: 'inconclusive',
      drill: 'inconclusive',
      rto: 'inconclusive',
      rpo: 'inconclusive',
      data: 'inconclusive',
      hold: 'inconclusive',
      cleanup: expect.any(String),
    });
    const nothing = 'nothing was promoted, so there is no recovery to measure';
    expect(reasons).toMatchObject({ drill: BACK, rto: nothing, rpo: nothing, data: nothing, hold: nothing });
    expect(findings.join('\n')).not.toMatch(/at risk|missing|not measured/);
  });

  it('has a report with that sentence on top, and none that says that no outage was seen', () => {
    const texts = aborted();
    const judgement = judged(texts);
    const model = reportModelOf(judgement, readRun({ directory: 'run-1', texts }));
    expect(model.headlines).toEqual([`Drill: ${BACK}.`, 'There is no recovery to measure.']);
    expect(JSON.stringify(model)).not.toContain('No outage was seen');
  });

  it('still says what is missing though such a run leaves it', () => {
    const missing = judged(
      aborted((state, data) =>
        state === 'ExportRun' ? { ...data, missingLedgerSegments: ['ledger/orders/0-1'] } : data,
      ),
    );
    expect(missing.reasons['drill']).toBe(`${BACK}; samples are missing: ledger/orders/0-1`);
    const unfinished = judged(aborted(undefined, [...NEVER, 'ExportRun']));
    expect(unfinished.reasons['drill']).toBe(`${BACK}; not run to the end: ExportRun`);
    const gone = without(aborted(), 'health.ndjson');
    expect(judged(reseal(gone)).reasons['drill']).toBe('health.ndjson is missing');
  });

  it.each<[string, Change, readonly string[]]>([
    ['a promotion was begun', (_, data) => data, ['InjectDisruption']],
    ['its way back is not on record', (state, data) => (state === 'ReturnRegion' ? null : data), NEVER],
    ['how it ended is not on record', (state, data) => (state === 'SealRecord' ? null : data), NEVER],
  ])('is none where %s', (_, change, never) => {
    expect(judged(aborted(change, never)).reasons['drill']).not.toContain('turned back');
  });
});

it('rows that a promoted server was to be asked for are missing where they are not there', () => {
  expect(judged(reseal(TEXTS)).reasons['rpo']).toBe('recovered.ndjson is missing');
});
