import { expect, test } from 'vitest';
import { readRun } from '../../../lib/domain/judge/run-facts.ts';
import { fencingSection } from '../../../lib/report/fencing-section.ts';

function sectionOf(outcomes: Readonly<Record<string, unknown>>) {
  const at = '2026-03-01T12:00:00.000000Z';
  const entries = Object.entries(outcomes).map(([state, data]) =>
    JSON.stringify({ schemaVersion: 1, kind: 'outcome', state, attempt: 0, at, data }),
  );
  return fencingSection(readRun({ directory: '.', texts: { 'record.ndjson': `${entries.join('\n')}\n` } }));
}

function fenced(proof: string, attempts: readonly (readonly [string, string, string])[]) {
  return {
    waitedSeconds: 0.4,
    databases: [
      {
        id: 'orders',
        proof,
        attempts: attempts.map(([rung, result, detail]) => ({ rung, result, detail, seconds: 0.25 })),
      },
    ],
  };
}

test('every rung has its result, its time and what was seen, and the last line says what proved the fence', () => {
  const FenceOldPrimary = fenced('probe', [
    ['revoke-login-and-end-sessions', 'failed', 'permission denied'],
    ['close-network', 'proven', 'sg-0c0c0c0c alone is in force'],
    ['probe', 'unreachable', 'no answer'],
    ['open-session', 'proven', 'terminating connection'],
  ]);
  const { table, list } = sectionOf({ FenceOldPrimary });
  expect(table?.rows.map((row) => row.map(({ text }) => text))).toEqual([
    ['orders', 'login revoked, sessions ended', 'failed', '0.25 s', 'permission denied'],
    ['orders', 'network closed', 'proven', '0.25 s', 'sg-0c0c0c0c alone is in force'],
    ['orders', 'probe: a new login', 'unreachable', '0.25 s', 'no answer'],
    ['orders', 'probe: a session from before', 'proven', '0.25 s', 'terminating connection'],
  ]);
  expect(list).toEqual(['orders: proven by "network closed" and the probes after it.']);
});

test('a fence without a proof says what it lacks, and that it was left for later, whatever its own word is', () => {
  const attempts = [['revoke-login-and-end-sessions', 'unreachable', 'no answer within 2 s']] as const;
  const DeferFence = { execution: 'arn:of:later', key: 'fences/orders/run-1.json', databases: ['orders'] };
  const { list } = sectionOf({ FenceOldPrimary: fenced('probe', attempts), DeferFence });
  expect(list).toEqual([
    'orders: not proven: no probe of it was refused. It is fenced when its region answers again: `npx muster fences`.',
  ]);
});

test('a run that never came to its fence says so', () => {
  expect(sectionOf({}).notes).toEqual(['It is not known whether anything was fenced.']);
});
