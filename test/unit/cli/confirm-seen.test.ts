import { expect, test } from 'vitest';
import { confirmSeen } from '../../../lib/cli/confirm-seen.ts';
import type { FailoverBrief } from '../../../lib/domain/brief/failover-brief.ts';
import { makeFailoverBrief } from '../../../lib/domain/brief/make-failover-brief.ts';
import { formatInstant, parseInstant } from '../../../lib/domain/instant.ts';
import { APPROVED_PLAN, lostRegion, requestFor } from '../../fakes/briefs.ts';

const LOST = makeFailoverBrief(requestFor(APPROVED_PLAN), lostRegion());
const SEEN_AT = parseInstant(LOST.lookedAt);
const MINUTE = 60e6;
const GIVEN = { confirmed: 'small', how: 'typed' } as const;

/** As it is seen so many minutes later. */
const after = (minutes: number, changed: Partial<FailoverBrief> = {}): FailoverBrief => ({
  ...LOST,
  lookedAt: formatInstant(SEEN_AT + minutes * MINUTE),
  ...changed,
});
const SERVED = {
  advice: { recommendation: 'do not fail over', reason: 'users are served: only the link is cut' },
} as const;

/** Somebody who takes so many minutes for each name, before whom this is seen one after the other. */
async function asked(minutes: readonly number[], later: readonly FailoverBrief[] = []) {
  const heard: string[] = [];
  let now = SEEN_AT;
  let [names, looks] = [0, 0];
  const { brief, given } = await confirmSeen({
    brief: LOST,
    mustBeStartable: ({ advice }) => {
      heard.push(`may it: ${advice.recommendation}`);
    },
    confirm: async () => {
      now += (minutes[names] ?? 0) * MINUTE;
      names += 1;
      heard.push('asked');
      return GIVEN;
    },
    look: async () => later[looks++] ?? expect.unreachable('nobody looks again'),
    show: ({ advice }) => {
      heard.push(`shown: ${advice.recommendation}`);
    },
    say: (words) => {
      heard.push(words);
    },
    now: () => now,
  });
  return { brief, given, heard };
}

test('a name that is typed soon starts what was seen', async () => {
  const { brief, given, heard } = await asked([2]);
  expect([brief, given]).toEqual([LOST, GIVEN]);
  expect(heard).toEqual(['may it: fail over', 'asked']);
});

test('one that is typed late starts what is seen then, where that is the same', async () => {
  const now = after(50);
  const { brief, heard } = await asked([50], [now]);
  expect(brief).toBe(now);
  expect(heard).toEqual(['may it: fail over', 'asked', 'that was seen 50 min ago: looking once more']);
});

test('where it is another thing, that is shown and the name is asked for again', async () => {
  const now = after(50, SERVED);
  const { brief, heard } = await asked([50, 1], [now]);
  expect(brief).toBe(now);
  expect(heard.slice(2)).toEqual([
    'that was seen 50 min ago: looking once more',
    'shown: do not fail over',
    'this is no longer what you have read before: read it, and type the name once more',
    'may it: do not fail over',
    'asked',
  ]);
});

test('a reason that is missing by then is another thing', async () => {
  const needs = [{ option: '--past-lever', why: 'the safety lever is engaged' }] as const;
  const { heard } = await asked([3, 1], [after(3, { needs: [...needs] })]);
  expect(heard).toContain('shown: fail over');
});
