import { expect, test } from 'vitest';
import { judgementDifferences } from '../../../../lib/domain/judge/judgement-differences.ts';

test('names each field that differs by its path, with both values', () => {
  const stored = { rto: { seconds: 1, phases: [{ name: 'a' }] }, old: true, directory: '/a' };
  const recomputed = {
    rto: { seconds: 2, phases: [{ name: 'b' }, { name: 'c' }] },
    rpo: null,
    directory: '/b',
  };
  expect(judgementDifferences(stored, recomputed)).toEqual([
    { path: 'rto.seconds', stored: '1', recomputed: '2' },
    { path: 'rto.phases.0.name', stored: '"a"', recomputed: '"b"' },
    { path: 'rto.phases.1', stored: 'nothing', recomputed: '{"name":"c"}' },
    { path: 'rpo', stored: 'nothing', recomputed: 'null' },
    { path: 'old', stored: 'true', recomputed: 'nothing' },
  ]);
});

test('equal judgements do not differ, wherever they lie', () => {
  expect(judgementDifferences({ a: [1, null], directory: '.' }, { a: [1, null], directory: 'x' })).toEqual(
    [],
  );
});
