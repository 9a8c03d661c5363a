import { expect, it } from 'vitest';
import type { AnswerWord } from '../../../lib/domain/approval/people-request.ts';
import { waitingLines } from '../../../lib/report/waiting-lines.ts';
import { peopleRequest } from '../../fakes/people-request.ts';

const WORDS =
  '  Abort: the run looks what became of the promotion; it goes back if nothing was promoted, and forward to its end if something was.';

it('says where an abort leads to when the promotion itself has failed, and offers it nowhere else so', () => {
  const decision = { kind: 'decision', choices: ['retry', 'abort'] } as const;
  const lines = (about: string) =>
    waitingLines(peopleRequest({ ...decision, about, choices: [...decision.choices] }));
  expect(lines('PromoteReplica')).toEqual([
    'PAUSED: PromoteReplica has failed',
    '  it saw: region-lost, since 2026-03-01T11:59:40.000000Z',
    WORDS,
    '  until 2026-03-01 12:15:00 UTC',
    '    npx muster retry run-1 PromoteReplica --as NAME',
    '    npx muster abort run-1 --as NAME --reason WHY',
  ]);
  expect(lines('SwitchTraffic')).not.toContain(WORDS);
  expect(
    waitingLines(peopleRequest({ kind: 'decision', about: 'PromoteReplica', choices: ['retry'] })),
  ).not.toContain(WORDS);
});

it('says what a function failed with, and not where in the code', () => {
  const saw =
    'ThrottledUnknown: {"errorType":"ThrottledUnknown","errorMessage":"RDS: saw Throttling","trace":["at callAws"]}';
  expect(waitingLines(peopleRequest({ saw }))).toContain('  it saw: ThrottledUnknown: RDS: saw Throttling');
});

it('says how a step is done by hand without ending the run, and that there is no way back from a promotion', () => {
  const BY_HAND =
    '  By hand: do that step of the runbook; in the place of its lock type RUN=run-1 GENERATION=7. To take the lock would end this run.';
  const NO_WAY_BACK = '  It was promoted already: there is no way back, only forward.';
  const lines = (about: string, choices: readonly AnswerWord[]) =>
    waitingLines(peopleRequest({ kind: 'decision', about, choices: [...choices] }));
  expect(lines('SwitchTraffic', ['retry', 'take-over'])).toEqual([
    'PAUSED: SwitchTraffic has failed',
    '  it saw: region-lost, since 2026-03-01T11:59:40.000000Z',
    NO_WAY_BACK,
    BY_HAND,
    '  until 2026-03-01 12:15:00 UTC',
    '    npx muster retry run-1 SwitchTraffic --as NAME',
    '    npx muster take-over run-1 SwitchTraffic --as NAME --reason WHY',
  ]);
  expect(lines('StopBackgroundJobs', ['retry', 'take-over', 'abort'])).toContain(BY_HAND);
  expect(lines('StopBackgroundJobs', ['retry', 'take-over', 'abort'])).not.toContain(NO_WAY_BACK);
  // What only looks is not done by hand, and what has no proof cannot be taken over.
  expect(lines('VerifyServices', ['retry', 'take-over'])).not.toContain(BY_HAND);
  expect(lines('DeferFence', ['retry'])).not.toContain(BY_HAND);
});
