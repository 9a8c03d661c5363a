import { stripVTControlCharacters } from 'node:util';
import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { Progress } from '../../../lib/cli/progress.ts';

function told(columns: number, say: (progress: Progress) => void): readonly string[] {
  let text = '';
  const write = (chunk: Buffer, _encoding: string, done: () => void) => {
    text += chunk.toString();
    done();
  };
  const err = new Writable({ write });
  const progress = new Progress({ out: err, err, live: true, colour: false, columns });
  say(progress);
  progress.end();
  return stripVTControlCharacters(text).split(/[\r\n]+/);
}

test('where the terminal is narrow the words are cut, and how long it takes is not', () => {
  const lines = told(60, (progress) =>
    progress.phase('undoing the disruption: a lost region comes back behind its fence', 3),
  ).filter((line) => line !== '');
  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines) expect(line).toMatch(/^ {3}0\.0 s {2}undoing .* … 0\.0 s \(usually 3 s\)$/);
  expect(lines.filter(({ length }) => length > 59)).toEqual([]);
});
