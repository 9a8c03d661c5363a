import { globSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MUTATION_GROUPS, type MutationGroup } from '../../mutation/groups.ts';

/** Patterns of a group that no file has: what they were to mutate, or to run, is silently left out. */
function emptyPatterns({ mutate, tests }: MutationGroup): readonly string[] {
  return [...mutate, ...tests].filter((pattern) => globSync(pattern).length === 0);
}

describe('a group of mutants', () => {
  it.each(Object.entries(MUTATION_GROUPS))('%s names no file that is gone', (_, group) => {
    expect(emptyPatterns(group)).toEqual([]);
  });

  it('that names one is caught', () => {
    const group = { guards: '', mutate: ['lib/domain/judge/*.ts', 'lib/gone.ts'], tests: ['test/gone/*.ts'] };
    expect(emptyPatterns(group)).toEqual(['lib/gone.ts', 'test/gone/*.ts']);
  });

  it('shares no file with another one, which would count it twice', () => {
    const files = Object.values(MUTATION_GROUPS).flatMap(({ mutate }) =>
      mutate.flatMap((one) => globSync(one)),
    );
    expect(files.length).toBeGreaterThan(100);
    expect(files.filter((file, index) => files.indexOf(file) !== index)).toEqual([]);
  });
});
