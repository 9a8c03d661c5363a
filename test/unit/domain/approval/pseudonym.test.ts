import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isPseudonym, pseudonymOf } from '../../../../lib/domain/approval/pseudonym.ts';

const keyed = (key: string) => (text: string) => createHmac('sha256', key).update(text).digest('hex');
const of = (plan: string, name: string, key = 'a key') => pseudonymOf(keyed(key), plan, name);

describe('a pseudonym', () => {
  it('is the same for a person in a plan, under whatever spelling', () => {
    expect(of('shop', ' Head  of Data')).toBe(of('shop', 'head of data'));
    // Held as it is: plans have it in writing.
    expect(of('shop', 'head of data')).toBe('person-5e87138957a898bd');
  });

  it('is another for somebody else, in another plan, and with another key', () => {
    const all = [of('shop', 'ada'), of('shop', 'ben'), of('bank', 'ada'), of('shop', 'ada', 'another key')];
    expect(new Set(all).size).toBe(4);
    expect(all.filter(isPseudonym)).toEqual(all);
  });

  it('cannot be made of a plan and a name that are cut elsewhere', () => {
    expect(of('shop', 'x","ada')).not.toBe(of('shop","x', 'ada'));
  });

  it.each(['Ada', 'person-', 'person-0123456789ABCDEF0', 'a person-0123456789abcdef'])(
    'is not %s',
    (name) => {
      expect(isPseudonym(name)).toBe(false);
    },
  );
});
