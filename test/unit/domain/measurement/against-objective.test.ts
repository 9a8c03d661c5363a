import { expect, test } from 'vitest';
import { againstObjective } from '../../../../lib/domain/measurement/against-objective.ts';

test.each([
  [{ low: 0, high: 1_000_000 }, 'met'],
  [{ low: 0, high: 1_000_001 }, 'inconclusive'],
  [{ low: 1_000_000, high: 2_000_000 }, 'inconclusive'],
  [{ low: 1_000_001, high: 2_000_000 }, 'missed'],
  [{ low: 3, high: 2 }, 'inconclusive'],
  [{ low: 2_000_000, high: 1_000_000 }, 'inconclusive'],
  [{ low: -2, high: -1 }, 'inconclusive'],
])('against an objective of one second %o is %s', (measured, verdict) => {
  expect(againstObjective(measured, 1)).toBe(verdict);
});
