import { abortWords } from '../domain/approval/abort-words.ts';
import { byHandWords } from '../domain/approval/by-hand-words.ts';
import { NO_WAY_BACK } from '../domain/approval/no-way-back.ts';
import { withoutWords } from '../domain/approval/without-words.ts';
import { sameName } from '../domain/approval/plain-name.ts';
import type { PeopleRequest } from '../domain/approval/people-request.ts';
import { causeWords } from '../domain/notice/cause-words.ts';
import { shownLines } from './seen-lines.ts';
import { plainText } from './plain-text.ts';

const ASKED: Readonly<Record<PeopleRequest['kind'], (request: PeopleRequest) => string>> = {
  approval: ({ needed }) => `WAITING FOR APPROVAL by ${peopleOf(needed)}`,
  divergence: ({ needed }) =>
    `THE FENCE IS NOT PROVEN: ${peopleOf(needed)} ${needed === 1 ? 'has' : 'have'} to accept that the old primary may go on writing`,
  decision: ({ about }) => `PAUSED: ${about} has failed`,
};

/** What a run waits for, what made it ask, who may answer, and the commands to answer with. */
export function waitingLines(request: PeopleRequest): readonly string[] {
  const { about, choices, saw, people, initiator, expiresAt, targets } = request;
  const others = people.filter(({ name }) => initiator === null || !sameName(name, initiator));
  const byHand = byHandWords(request);
  const names = others.map(({ name, contact }) => (contact === '' ? name : `${name} (${contact})`));
  return [
    ASKED[request.kind](request),
    ...shownLines(request).map((line) => `  ${line}`),
    ...(saw === '' ? [] : [`  it saw: ${causeWords(saw)}`]),
    ...(request.kind === 'decision'
      ? []
      : [`  may answer: ${names.join(', ') || 'nobody beside the initiator is named'}`]),
    ...(request.kind === 'approval' ? targets.map((target) => `  it will ${target}`) : []),
    ...(about === 'PromoteReplica' && choices.includes('abort') ? [`  ${abortWords(request)}`] : []),
    ...(request.kind === 'decision' && !choices.includes('abort') ? [`  ${NO_WAY_BACK}`] : []),
    ...(byHand === null ? [] : [`  ${byHand}`]),
    ...(choices.includes('go-without') ? [`  ${withoutWords(request)}`] : []),
    `  until ${expiresAt.slice(0, 19).replace('T', ' ')} UTC`,
    ...commandsOf(request).map((command) => `    ${command}`),
  ].map((line) => line.slice(0, line.length - line.trimStart().length) + plainText(line));
}

function peopleOf(needed: number): string {
  return needed === 1 ? 'one person' : `${needed} people`;
}

/** Ready to be copied but for the name of who types it. */
function commandsOf({ kind, run, about, choices }: PeopleRequest): readonly string[] {
  const abort = `npx muster abort ${run} --as NAME --reason WHY`;
  if (kind === 'decision')
    return choices.map((choice) =>
      choice === 'retry'
        ? `npx muster retry ${run} ${about} --as NAME`
        : choice === 'abort'
          ? abort
          : `npx muster ${choice} ${run} ${about} --as NAME --reason WHY`,
    );
  const accept = kind === 'divergence' ? ' --accept-divergence' : '';
  return [
    `npx muster approve ${run} --as NAME${accept}`,
    `npx muster deny ${run} --as NAME --reason WHY`,
    ...(choices.includes('abort') ? [abort] : []),
  ];
}
