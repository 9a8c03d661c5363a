import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openJournal, readJournal } from '../../../../lib/sandbox/states/executions/journal.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'muster-journal-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

test('a journal gives back its lines, without the one that its writer did not finish', () => {
  const path = join(directory, 'j.ndjson');
  const journal = openJournal(path);
  journal.append({ change: { aliveAt: 1 } });
  journal.append({ change: { aliveAt: 2 } });
  journal.close();
  appendFileSync(path, '{"change":{"aliveAt":3');
  expect(readJournal(path)).toEqual([{ change: { aliveAt: 1 } }, { change: { aliveAt: 2 } }]);
  const next = openJournal(path);
  next.append({ change: { aliveAt: 4 } });
  next.close();
  expect(readJournal(path).at(-1)).toEqual({ change: { aliveAt: 4 } });
  expect(readFileSync(path, 'utf8').endsWith('\n')).toBe(true);
});
