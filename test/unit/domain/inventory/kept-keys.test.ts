import { describe, expect, it } from 'vitest';
import { keptKeys } from '../../../../lib/domain/inventory/kept-keys.ts';
import { PAIR, RULE } from '../../../fakes/fake-buckets.ts';

const keeps = (...rules: readonly object[]) =>
  keptKeys(
    rules.map((more) => ({ ...RULE, ...more })),
    PAIR.replica,
  );

describe('what is deleted at the primary', () => {
  it('is deleted on the replica too where a rule in force copies delete markers of its key', () => {
    expect(keeps({ prefix: 'a/' })('a/1')).toBe(false);
    expect(keeps({ enabled: false }, {})('a/1')).toBe(false);
  });

  it.each([
    ['no rule covers', { prefix: 'b/' }],
    ['a rule without delete markers covers', { copiesDeleteMarkers: false }],
    ['a rule by tag covers, which copies none', { byTags: true }],
    ['a disabled rule covers', { enabled: false }],
    ['a rule to another bucket covers', { destination: 'elsewhere' }],
  ])('is kept where %s it', (_what, rule) => {
    expect(keeps(rule)('a/1')).toBe(true);
  });

  it('is kept where there is no rule', () => {
    expect(keeps()('a/1')).toBe(true);
  });
});
