import type { RequestOutcome } from './request-outcome.ts';

type Decided = Pick<RequestOutcome, 'kind' | 'about' | 'answer'>;

/** What the run does once it is decided, for whoever has said the last word. */
export function afterAnswer({ kind, about, answer }: Decided): string {
  const isDrill = kind === 'approval' && about === 'InjectDisruption';
  if (answer === 'approved' && kind !== 'decision') return isDrill ? 'the run goes on' : LOOKS_ONCE_MORE;
  if (answer !== 'denied') return AFTER[answer];
  if (kind === 'divergence')
    return 'the run promotes nothing, and pauses with what it has fenced still fenced';
  return isDrill ? DRILL_DENIED : REAL_DENIED;
}

const LOOKS_ONCE_MORE = 'the run looks once more, and goes on unless the loss is over';
const DRILL_DENIED = 'the drill disrupts nothing, takes back what it has begun, and ends; it proves nothing';
/** A drill that was pre-empted may have promoted: then what is taken back is not everything. */
const REAL_DENIED =
  'no failover is declared: the run promotes nothing, settles what it or a drill before it has begun, and ends';

const AFTER: Readonly<Record<Exclude<RequestOutcome['answer'], 'denied'>, string>> = {
  approved: 'the run goes on',
  retry: 'the run tries that step again',
  skip: 'the run leaves that step out, and goes on',
  'take-over': 'the run proves what was done by hand, and goes on if that holds',
  'go-without': 'the run goes on without what cannot be had',
  abort: 'the run goes to the nearest safe state, and ends',
};
