import { expect, test } from 'vitest';
import * as z from 'zod';
import { planParts } from '../../../../lib/domain/plan/plan-parts.ts';

const Part = z.object({ one: z.int().default(7) });

test('parts of one text are read one by one, each with what is meant where it says nothing', () => {
  const plan = planParts('first: { one: 1 }\nsecond: {}\n');
  expect(plan.part('first', Part)).toEqual({ one: 1 });
  expect(plan.part('second', Part)).toEqual({ one: 7 });
  expect(plan.part('third', Part)).toEqual({ one: 7 });
});

test('a part that is something else is null, and leaves the others readable', () => {
  const plan = planParts('first: { one: many }\nsecond: { one: 2 }\n');
  expect(plan.part('first', Part)).toBeNull();
  expect(plan.part('second', Part)).toEqual({ one: 2 });
});

test.each(['', 'text', '{', 'null', '&a [*b]'])('of what is no plan, %j, every part is null', (text) => {
  const plan = planParts(text);
  expect([plan.part('first', Part), plan.part('second', Part)]).toEqual([null, null]);
});
