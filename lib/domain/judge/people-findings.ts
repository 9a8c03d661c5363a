import * as z from 'zod';
import type { RequestOutcome } from '../approval/request-outcome.ts';
import { ResumeOutcome } from '../record/shared-outcomes.ts';
import { overrideWords } from '../run/override-words.ts';
import { decisionsOf, wordsOf } from './judge-people.ts';
import { inputOf, type RunFacts } from './run-facts.ts';

const ByHand = z.object({
  byHand: z.object({
    by: z.string(),
    note: z.string(),
    at: z.string().nullable(),
    adopted: z.boolean().default(false),
  }),
});
const DONE = {
  retry: 'was tried again at the word of',
  skip: 'was left out at the word of',
  'take-over': 'was said to be done by hand, for the run to prove, at the word of',
  'go-without': 'was to go on without what cannot be had, at the word of',
  abort: 'was where the run was aborted, at the word of',
  approved: 'was approved by',
  denied: 'was denied by',
} as const;

/** What people have said and done in a run, for whoever reads it. */
export function peopleFindings(facts: RunFacts): readonly string[] {
  const real = inputOf(facts, 'failover')?.real ?? null;
  return [
    ...overrideWords(real),
    ...approvals(facts),
    ...decisionsOf(facts).map(({ about, answer, by }) => `${about} ${DONE[answer]} ${wordsOf(by)}.`),
    ...resumptions(facts),
    ...doneByHand(facts),
  ];
}

function approvals(facts: RunFacts): readonly string[] {
  const approval = facts.outcome('RequestApproval');
  const divergence = facts.outcome('RequestAcceptance');
  return [
    ...(approval ? [answered('the run', approval)] : []),
    ...(divergence ? [answered('going on without a proven fence', divergence)] : []),
  ];
}

function answered(what: string, { answer, by }: RequestOutcome): string {
  return answer === 'abort'
    ? `The run was aborted by ${wordsOf(by)} while it asked whether ${what} is approved.`
    : `${what.charAt(0).toUpperCase()}${what.slice(1)} ${DONE[answer]} ${wordsOf(by)}.`;
}

/** Each time that its execution had ended and somebody has made it go on. */
function resumptions({ entries }: RunFacts): readonly string[] {
  return entries.flatMap((entry) => {
    if (entry.kind !== 'outcome' || entry.state !== 'Resume') return [];
    const said = ResumeOutcome.safeParse(entry.data).data;
    if (!said) return [];
    const { by, reason, advice } = said;
    const why = reason === '' ? '' : ` (${reason})`;
    const seen = advice ? `; what was seen then: ${advice.recommendation}, ${advice.reason}` : '';
    return [`The run was made to go on at ${entry.at} at the word of ${by}${why}${seen}.`];
  });
}

/** Of a runbook that was adopted: which steps a person has carried out. When, is that person's word and no more. */
function doneByHand({ entries }: RunFacts): readonly string[] {
  return entries.flatMap((entry) => {
    if (entry.kind !== 'intent') return [];
    const done = ByHand.safeParse(entry.data).data?.byHand;
    if (!done?.adopted) return [];
    const when =
      done.at === null ? 'at a time that nobody wrote down' : `at ${done.at} by that person's word`;
    return [`${entry.state} was done by hand by ${done.by}, ${when}: ${done.note}.`];
  });
}
