import { expect, test } from 'vitest';
import { afterAnswer } from '../../../../lib/domain/approval/after-answer.ts';
import { RequestOutcome } from '../../../../lib/domain/approval/request-outcome.ts';

test.each(RequestOutcome.shape.answer.options)('what a run does after "%s" is said in words', (answer) => {
  expect(afterAnswer({ kind: 'decision', answer })).toMatch(/^the run /);
});

test('a denial ends a run that has changed nothing, and pauses one that has fenced', () => {
  expect(afterAnswer({ kind: 'approval', answer: 'denied' })).toContain('changes nothing');
  expect(afterAnswer({ kind: 'divergence', answer: 'denied' })).toContain('still fenced');
});
