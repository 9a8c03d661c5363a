import { expect, test } from 'vitest';
import { parseInstant } from '../../../../lib/domain/instant.ts';
import { declaredAt } from '../../../../lib/domain/judge/declared-at.ts';
import { readRun } from '../../../../lib/domain/judge/run-facts.ts';

const MINUTE = (minutes: number) => `2026-03-01T03:${String(minutes).padStart(2, '0')}:00.000000Z`;

function declared(...minutes: readonly number[]) {
  const lines = minutes.map((minute, index) => {
    const event = {
      id: index + 1,
      at: MINUTE(minute),
      state: 'DeclareFailover',
      type: 'PassStateEntered',
      error: null,
      cause: null,
    };
    return `${JSON.stringify({ schemaVersion: 1, kind: 'history', ...event })}\n`;
  });
  return declaredAt(readRun({ directory: '.', texts: { 'record.ndjson': lines.join('') } }));
}

test('a failover that was called off and declared anew was declared when it went through', () => {
  expect(declared(2)).toBe(parseInstant(MINUTE(2)));
  expect(declared(2, 31)).toBe(parseInstant(MINUTE(31)));
  expect(declared()).toBeNull();
});
