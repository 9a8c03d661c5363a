import { describe, expect, it } from 'vitest';
import { nearMiss } from '../../../../lib/domain/plan/near-miss.ts';

const KEYS = ['dependsOn', 'description', 'healthCheck', 'name', 'owner', 'required', 'stores', 'tier'];

describe('a near miss', () => {
  it.each([
    ['depends_on', 'dependsOn'],
    ['dependson', 'dependsOn'],
    ['health-check', 'healthCheck'],
    ['nmae', 'name'],
    ['store', 'stores'],
    ['requred', 'required'],
  ])('%s is %s', (word, meant) => {
    expect(nearMiss(word, KEYS)).toBe(meant);
  });

  it.each(['colour', 'x', '', 'a'.repeat(10_000)])('%s is none', (word) => {
    expect(nearMiss(word, KEYS)).toBeUndefined();
  });
});
