import { expect, test } from 'vitest';
import { afterAnswer } from '../../../../lib/domain/approval/after-answer.ts';
import { RequestOutcome } from '../../../../lib/domain/approval/request-outcome.ts';

const REAL = { kind: 'approval', about: 'DeclareFailover' } as const;
const DRILL = { kind: 'approval', about: 'InjectDisruption' } as const;
const DIVERGENCE = { kind: 'divergence', about: 'PromoteReplica' } as const;

test.each(RequestOutcome.shape.answer.options)('what a run does after "%s" is said in words', (answer) => {
  expect(afterAnswer({ kind: 'decision', about: 'SwitchTraffic', answer })).not.toBe('');
});

test('whoever denies reads that the run does not go on: of a drill, a real one, and one that has fenced', () => {
  const said = [DRILL, REAL, DIVERGENCE].map((asked) => afterAnswer({ ...asked, answer: 'denied' }));
  expect(said).toEqual([
    'the drill disrupts nothing, takes back what it has begun, and ends; it proves nothing',
    'no failover is declared: the run promotes nothing, settles what it or a drill before it has begun, and ends',
    'the run promotes nothing, and pauses with what it has fenced still fenced',
  ]);
});

test('whoever approves a real one reads that it still looks once more', () => {
  expect(afterAnswer({ ...DRILL, answer: 'approved' })).toBe('the run goes on');
  for (const asked of [REAL, DIVERGENCE])
    expect(afterAnswer({ ...asked, answer: 'approved' })).toBe(
      'the run looks once more, and goes on unless the loss is over',
    );
});
