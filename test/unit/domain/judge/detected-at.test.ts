import { expect, test } from 'vitest';
import { parseInstant } from '../../../../lib/domain/instant.ts';
import { detectedAt } from '../../../../lib/domain/judge/detected-at.ts';
import { readRun } from '../../../../lib/domain/judge/run-facts.ts';

interface Look {
  readonly state?: string;
  readonly attempt: number;
  readonly at: string | null;
}

const MINUTE = (minutes: number) => `2026-03-01T03:${String(minutes).padStart(2, '0')}:00.000000Z`;

function detected(looks: readonly Look[]) {
  const lines = looks.map(({ state = 'PollDetection', attempt, at }) => {
    const data = { detected: at !== null, at, via: 'status', finding: 'region-lost' };
    return `${JSON.stringify({ schemaVersion: 1, kind: 'outcome', state, attempt, at: MINUTE(20), data })}\n`;
  });
  return detectedAt(readRun({ directory: '.', texts: { 'record.ndjson': lines.join('') } }));
}

test('of several looks at one loss the first counts, also where a later one saw the rule fire anew', () => {
  expect(
    detected([
      { attempt: 1_000, at: MINUTE(11) },
      { attempt: 0, at: MINUTE(2) },
      { attempt: 2_000, at: MINUTE(12) },
    ]),
  ).toBe(parseInstant(MINUTE(2)));
});

test('a loss that was over meanwhile begins anew', () => {
  const looks = [
    { attempt: 0, at: MINUTE(2) },
    { attempt: 1_000, at: null },
    { attempt: 2_000, at: MINUTE(9) },
  ];
  expect(detected(looks)).toBe(parseInstant(MINUTE(9)));
  expect(detected(looks.slice(0, 2))).toBeNull();
});

test('without a look it is the answer to the token, where one came', () => {
  expect(detected([{ state: 'AwaitDetection', attempt: 0, at: MINUTE(4) }])).toBe(parseInstant(MINUTE(4)));
  expect(detected([])).toBeNull();
});
