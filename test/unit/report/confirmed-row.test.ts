import { expect, test } from 'vitest';
import { judgeRun } from '../../../lib/domain/judge/judge-run.ts';
import type { RunInput } from '../../../lib/domain/run/run-input.ts';
import type { Reprotection, SwitchoverInput } from '../../../lib/domain/run/switchover-input.ts';
import { makeReportModel } from '../../../lib/report/make-report-model.ts';
import { CONFIRMED } from '../../fakes/failback-confirmation.ts';
import { realEvent } from '../../fakes/real-event.ts';
import { runInput } from '../../fakes/run-input.ts';
import { sha256 } from '../../fakes/sha256.ts';
import { switchoverInput } from '../../fakes/switchover-event.ts';

const LABEL = 'Confirmed by';
const WORDS = 'Carl at 2026-03-01T11:59:50.000000Z: orders, typed at a terminal';

/** The row of a report over a run of which nothing is on record but what it was to be. */
function rowOf(input: RunInput): string | null {
  const entry = {
    schemaVersion: 1,
    kind: 'outcome',
    state: 'RecordObjectives',
    attempt: 0,
    at: '2026-03-01T12:00:00.000000Z',
    data: { input, executionArn: 'arn:run-1', toolVersion: '1.2.3' },
  };
  const texts = { 'record.ndjson': `${JSON.stringify(entry)}\n` };
  const { sections } = makeReportModel(judgeRun({ directory: '.', texts }, sha256), texts);
  const rows = sections.find(({ id }) => id === 'run')?.table?.rows.map((row) => row.map(({ text }) => text));
  expect(rows?.length).toBeGreaterThan(0);
  return rows?.find(([label]) => label === LABEL)?.[1] ?? null;
}

const reprotected = (stage: Reprotection['stage'], more: Partial<SwitchoverInput> = {}) =>
  switchoverInput({ reprotection: { stage, failoverRun: null, promotedAt: null }, failback: false, ...more });

test('the report of each stage of a failback that changes something says who has confirmed it', () => {
  expect(rowOf(reprotected('protect', { confirmation: CONFIRMED }))).toBe(WORDS);
  expect(rowOf(switchoverInput({ turned: true, failback: false, confirmation: CONFIRMED }))).toBe(WORDS);
});

test('where that is not on record it says so', () => {
  expect(rowOf(reprotected('protect'))).toBe('not recorded');
  expect(rowOf(switchoverInput({ turned: true, failback: false }))).toBe('not recorded');
});

test('a real failover has the same row', () => {
  expect(rowOf(runInput({ scope: 'real', real: realEvent() }))).toBe(WORDS);
});

test('one that was started from the console was confirmed by that', () => {
  const real = realEvent({ how: 'console', confirmedAt: null, printedAt: '2026-03-01T11:50:00.000000Z' });
  expect(rowOf(runInput({ scope: 'real', real }))).toBe(
    "Carl by starting the execution: orders, put into the state machine's input",
  );
});

test('what nobody has to confirm has none', () => {
  expect(rowOf(reprotected('report'))).toBeNull();
  expect(rowOf(switchoverInput())).toBeNull();
  expect(rowOf(runInput())).toBeNull();
});
