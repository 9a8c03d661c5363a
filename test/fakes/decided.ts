import type { OutcomeOf } from '../../lib/domain/record/outcomes.ts';

/** What a person has said of a state that failed. */
export function decided(
  about: string,
  answer: OutcomeOf<'RequestDecision'>['answer'],
): OutcomeOf<'RequestDecision'> {
  const at = '2026-03-01T11:59:30.000000Z';
  return {
    request: 'RequestDecision-1',
    kind: 'decision',
    about,
    answer,
    askedAt: at,
    answeredAt: at,
    planSha256: 'f'.repeat(64),
    generation: 7,
    by: [{ name: 'Ada', at, reason: 'its replica is gone', via: 'command' }],
  };
}
