import { expect, test } from 'vitest';
import { utf8 } from '../../../../lib/domain/bytes.ts';
import { parseOwnHistory } from '../../../../lib/domain/corroboration/own-history.ts';
import { formatInstant, parseInstant } from '../../../../lib/domain/instant.ts';
import { readLines } from '../../../../lib/domain/judge/read-lines.ts';
import { type HistoryEntry, RecordEntry } from '../../../../lib/domain/record/entry.ts';
import { checkHistory } from '../../../../lib/domain/verify/check-history.ts';
import { verifyRun } from '../../../../lib/domain/verify/verify-run.ts';
import { goldenRun, makeVerifier, signTexts, withJudgement } from '../../../fakes/signed-run.ts';

const GOLDEN = goldenRun('v1-drill');
const ENTRIES = readLines({
  name: 'record.ndjson',
  text: GOLDEN['record.ndjson'],
  schema: RecordEntry,
}).lines;
const HISTORY = ENTRIES.flatMap((entry) => (entry.kind === 'history' ? [entry] : []));
const [FIRST] = HISTORY;
const begun = FIRST?.at;

/** What version 2 of the AWS CLI prints of an execution. */
function printed({ id, type, state, at }: HistoryEntry) {
  const details =
    state === null
      ? {}
      : { [`state${type.endsWith('Entered') ? 'Entered' : 'Exited'}EventDetails`]: { name: state } };
  return { timestamp: at.replace('Z', '+00:00'), type, id, previousEventId: id - 1, ...details };
}

/** After the seal an execution goes on: that is in no record. */
const LATER = {
  ...printed(HISTORY[0] ?? never()),
  id: 1 + Math.max(...HISTORY.map(({ id }) => id)),
  type: 'TaskStateExited',
};
const asTold = (entries: readonly HistoryEntry[]) => ({ events: [...entries.map(printed), LATER] });

function never(): never {
  throw new RangeError('the golden run has no history');
}

function said(told: object, record: readonly RecordEntry[] = ENTRIES) {
  const own = parseOwnHistory(JSON.stringify(told)) ?? never();
  const lines = record.map((entry) => `${JSON.stringify(entry)}\n`).join('');
  const { findings, notes } = checkHistory(new Map([['record.ndjson', utf8(lines)]]), [own]);
  return { findings: findings.map(({ kind, file, says }) => `${kind} ${file} ${says}`), notes };
}

const without = (id: number) => ENTRIES.filter((entry) => entry.kind !== 'history' || entry.id !== id);
const fourth = HISTORY.find(({ id }) => id === 4) ?? never();

test('a record that has what Step Functions has is said to, and what followed its seal is no part of it', () => {
  expect(HISTORY.length).toBeGreaterThan(100);
  const note = `--history: ${HISTORY.length} events of the execution that began at ${begun} are what Step Functions has of it`;
  expect(said(asTold(HISTORY))).toEqual({ findings: [], notes: [note] });
});

test('seconds since 1970, the form of version 1, are the same moments', () => {
  const events = asTold(HISTORY).events.map((event) => ({
    ...event,
    timestamp: parseInstant(event.timestamp.replace('+00:00', 'Z')) / 1e6,
  }));
  expect(said({ events }).findings).toEqual([]);
});

test('a moment may differ by what rounding it to milliseconds does, and by no more', () => {
  const moved = (micros: number) =>
    said(asTold(HISTORY.map((event) => ({ ...event, at: formatInstant(parseInstant(event.at) + micros) }))))
      .findings;
  expect(moved(700)).toEqual([]);
  expect(moved(-1_000)).toEqual([]);
  expect(moved(2_000)).not.toEqual([]);
});

test('an event that was left out, made up, moved or renamed contradicts the record', () => {
  const [name, when] = [`event 4, ${fourth.type} of ${fourth.state}`, fourth.at];
  expect(said(asTold(HISTORY), without(4)).findings).toEqual([
    `record-contradicted record.ndjson does not have ${name} at ${when} of Step Functions`,
  ]);
  expect(said(asTold(HISTORY.filter(({ id }) => id !== 4))).findings).toEqual([
    `record-contradicted record.ndjson has ${name} at ${when}; Step Functions has none`,
  ]);
  const edited = (change: Partial<HistoryEntry>) =>
    said(asTold(HISTORY.map((event) => (event.id === 4 ? { ...event, ...change } : event)))).findings;
  const later = '2026-11-21T13:26:30.000000Z';
  expect(edited({ at: later })).toEqual([
    `record-contradicted record.ndjson has ${name} at ${when}; Step Functions has ${name} at ${later}`,
  ]);
  expect(edited({ type: 'TaskTimedOut', state: null })).toEqual([
    `record-contradicted record.ndjson has ${name} at ${when}; Step Functions has event 4, TaskTimedOut at ${when}`,
  ]);
});

test('of another execution nothing is held against it, and that it is another one is a finding', () => {
  const other = HISTORY.map((event) =>
    event.id === 1 ? { ...event, at: '2026-11-20T13:26:10.001000Z' } : event,
  );
  expect(said(asTold(other))).toEqual({
    findings: [
      `record-contradicted record.ndjson has an execution that began at ${begun}, and no history does`,
    ],
    notes: [`--history: nothing of the execution that began at ${begun}`],
  });
});

test('an execution that finished the run is held against its own history, and may be untold', () => {
  const finish = HISTORY.slice(0, 3).map((event) => ({ ...event, at: '2026-11-21T14:00:00.000000Z' }));
  const note = '--history: nothing of the execution that began at 2026-11-21T14:00:00.000000Z';
  const { findings, notes } = said(asTold(HISTORY), [...ENTRIES, ...finish]);
  expect({ findings, last: notes.at(-1) }).toEqual({ findings: [], last: note });
});

test.each(['', '[]', '{"events":[{"id":1}]}', '{"events":[{"id":0,"type":"x","timestamp":1}]}'])(
  'is no history: %s',
  (text) => expect(parseOwnHistory(text)).toBeNull(),
);

test('verify says so of a whole run', async () => {
  const run = await signTexts(withJudgement(GOLDEN));
  const kinds = (entries: readonly HistoryEntry[]) => {
    const history = [parseOwnHistory(JSON.stringify(asTold(entries))) ?? never()];
    return verifyRun(makeVerifier([run.world], { history }), run.contents).findings.map(({ kind }) => kind);
  };
  expect(kinds(HISTORY)).toEqual([]);
  expect(kinds(HISTORY.filter(({ id }) => id !== 9))).toEqual(['record-contradicted']);
});
