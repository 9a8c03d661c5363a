import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { makeInstantText } from '../../../../lib/sandbox/faults/instant-text.ts';
import { makeTruthLog, truthFileOf } from '../../../../lib/sandbox/faults/truth-log.ts';

test('the truth is a line an event, with the instant of its call', () => {
  const stateDir = mkdtempSync(join(tmpdir(), 'muster-truth-'));
  onTestFinished(() => rmSync(stateDir, { recursive: true }));
  const instants = ['2026-03-01T12:00:00.000001Z', '2026-03-01T12:00:00.000002Z'];
  const truth = makeTruthLog(stateDir, () => instants.shift() ?? 'asked too often');
  truth.append('kill-requested', { region: 'eu-north-1' });
  truth.append('all-dead', { processesAlive: 0 });
  const ns = expect.stringMatching(/^\d+$/);
  const lines = readFileSync(truthFileOf(stateDir), 'utf8').trimEnd().split('\n');
  expect(lines.map((line): unknown => JSON.parse(line))).toEqual([
    {
      schemaVersion: 1,
      event: 'kill-requested',
      at: '2026-03-01T12:00:00.000001Z',
      ns,
      region: 'eu-north-1',
    },
    { schemaVersion: 1, event: 'all-dead', at: '2026-03-01T12:00:00.000002Z', ns, processesAlive: 0 },
  ]);
});

test('instants are written down in UTC with six digits after the second', () => {
  const now = makeInstantText();
  const before = Date.now();
  const text = now();
  expect(text).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
  expect(Math.abs(Date.parse(text) - before)).toBeLessThan(1_000);
});
