import type { RequestOutcome } from './request-outcome.ts';

/** What the run does once it is decided, for whoever has said the last word. */
export function afterAnswer({ kind, answer }: Pick<RequestOutcome, 'kind' | 'answer'>): string {
  return kind === 'divergence' && answer === 'denied'
    ? 'the run promotes nothing, and pauses with what it has fenced still fenced'
    : AFTER[answer];
}

const AFTER: Readonly<Record<RequestOutcome['answer'], string>> = {
  approved: 'the run goes on',
  denied: 'the run changes nothing, goes back, and ends',
  retry: 'the run tries that step again',
  skip: 'the run leaves that step out, and goes on',
  'take-over': 'the run proves what was done by hand, and goes on if that holds',
  'go-without': 'the run goes on without what cannot be had',
  abort: 'the run goes to the nearest safe state, and ends',
};
