import { expect, test } from 'vitest';
import { makeTurns } from '../../../lib/sandbox/process/turns.ts';

test('works of one key follow each other, also after one that failed, and those of another do not wait', async () => {
  const turns = makeTurns<object>();
  const [one, other] = [{}, {}];
  const seen: string[] = [];
  const gate = Promise.withResolvers<undefined>();
  const work = (name: string, until: Promise<unknown>) => async () => {
    seen.push(`${name} begins`);
    await until;
    seen.push(`${name} ends`);
    return name;
  };
  const first = turns(one, work('first', gate.promise));
  const failing = turns(one, () => Promise.reject(new Error('no')));
  const last = turns(one, work('last', Promise.resolve()));
  expect(await turns(other, work('other', Promise.resolve()))).toBe('other');
  gate.resolve(undefined);
  expect(await first).toBe('first');
  await expect(failing).rejects.toThrow('no');
  expect(await last).toBe('last');
  expect(seen).toEqual([
    'first begins',
    'other begins',
    'other ends',
    'first ends',
    'last begins',
    'last ends',
  ]);
});
