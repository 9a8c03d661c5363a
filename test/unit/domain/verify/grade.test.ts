import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { gradeOf, stillForged, type StoodFor } from '../../../../lib/domain/verify/grade.ts';

const ALL: readonly StoodFor[] = [
  { corroborated: false, witnessed: false, kept: false, dated: false },
  { corroborated: true, witnessed: false, kept: false, dated: false },
  { corroborated: false, witnessed: true, kept: true, dated: false },
  { corroborated: true, witnessed: true, kept: true, dated: false },
];

/** The first words of each, which are enough to tell them apart. */
const begins = (stood: StoodFor) => stillForged(stood).map((does) => does.split(/[,:]/)[0]);

test('evidence has one of four grades', () => {
  expect(ALL.map(gradeOf)).toEqual([
    'self-asserted',
    'corroborated',
    'witnessed',
    'corroborated and witnessed',
  ]);
});

test('nobody else stands for self-asserted evidence: all of it can be made up', () => {
  expect(begins({ corroborated: false, witnessed: false, kept: false, dated: false })).toEqual([
    'make up a whole run',
    'date it as they like',
    'keep a second log',
    'begin a log anew',
    'delete it from its bucket',
    'run a drill outside Muster',
    'sign with a key that was stolen',
  ]);
});

test('records of others leave the samples, a witness the time before it', () => {
  expect(begins({ corroborated: true, witnessed: true, kept: true, dated: false })).toEqual([
    'make up what no record of the calls shows',
    'date it back',
    'keep a second log or begin one anew',
    'delete it from its bucket',
    'run a drill outside Muster',
    'sign with a key that was stolen',
  ]);
  expect(stillForged({ corroborated: false, witnessed: true, kept: false, dated: false })[1]).toContain(
    'a run that was invented before that is not excluded',
  );
});

test('that its bucket keeps it raises no grade, and leaves the word of whoever says so', () => {
  const stood = { corroborated: false, witnessed: false };
  expect(gradeOf(stood)).toBe('self-asserted');
  expect(stillForged({ ...stood, kept: false, dated: false })).toContain(
    'delete it from its bucket, where no Object Lock keeps it',
  );
  expect(stillForged({ ...stood, kept: true, dated: false })).toContain(
    'delete it from its bucket, where what it says of Object Lock is made up: the bucket shows that, and no file',
  );
});

test('no grade leaves nothing that can be forged', () => {
  for (const stood of ALL) expect(stillForged(stood).length).toBeGreaterThan(3);
});

test('docs/auditor.md says of each grade what this says', () => {
  const path = fileURLToPath(new URL('../../../../docs/auditor.md', import.meta.url));
  const page = readFileSync(path, 'utf8').replaceAll(/\s+/g, ' ');
  const said = new Set(ALL.flatMap(stillForged));
  expect([...said].filter((does) => !page.includes(does))).toEqual([]);
});
