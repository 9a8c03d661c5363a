import type { PeopleRequest } from '../approval/people-request.ts';
import { approversOf } from '../approval/approvers.ts';
import { shownWords } from '../approval/shown-words.ts';
import { causeWords } from './cause-words.ts';
import { localTime, withLocalTimes } from './local-time.ts';
import type { Moment } from './moment.ts';
import type { Telling, Words } from './moment-words.ts';
import type { RunSeen } from './run-seen.ts';

/** Who is asked what, until when, and what to type. A question that is asked anew is told anew. */
export function requestWords(telling: Telling): Words {
  const { input, seen, moment } = telling;
  const asked = requestOf(moment, seen);
  const lines = asked ? askedLines(asked, input.notices.timeZone) : [];
  if (moment.what === 'decision') return decision(input.run, asked, lines);
  const next = `npx muster approve ${input.run} --as 'YOUR NAME'`;
  if (moment.what === 'approval')
    return { title: `${escalated(telling)}waiting for approval${againIn(moment)}`, lines, next };
  const what =
    'The fence is NOT proven: what the old primary still accepts would be lost, or merged by hand.';
  return {
    title: `${escalated(telling)}accept divergence?${againIn(moment)}`,
    lines: [what, ...lines],
    next: `${next} --accept-divergence`,
  };
}

/** The question that a moment is about; null while its object is not there. */
export function requestOf({ what, turn }: Moment, { requests }: RunSeen): PeopleRequest | null {
  return newestOfEach(requests.filter(({ kind }) => kind === what))[turn] ?? null;
}

/** A question that had expired when its state was entered anew was asked anew, in the same round. */
function newestOfEach(requests: readonly PeopleRequest[]): readonly PeopleRequest[] {
  return requests.filter((one, index) => requests[index + 1]?.round !== one.round);
}

/** Nobody has answered the one before it in time: whoever reads this calls those who can. */
function escalated({ moment, seen }: Telling): string {
  const [asked, before] = [moment.turn, moment.turn - 1].map((turn) => requestOf({ ...moment, turn }, seen));
  const wasLeft = asked && before && before.expiresAt <= asked.askedAt;
  return wasLeft ? 'ESCALATED: ' : '';
}

function againIn({ turn }: Moment): string {
  return turn === 0 ? '' : `, asked again (${turn + 1})`;
}

function decision(run: string, asked: PeopleRequest | null, lines: readonly string[]): Words {
  const step = asked?.about ?? 'STEP';
  const [first = 'retry', ...others] = asked?.choices ?? ['retry', 'take-over'];
  const next = `npx muster ${first} ${run} ${step} (or ${others.join(', ')})`;
  return { title: `${asked?.about ?? 'a step'} failed, decide`, lines, next };
}

function askedLines(request: PeopleRequest, timeZone: string): readonly string[] {
  const { kind, saw, needed, people, initiator, expiresAt } = request;
  const shown = shownWords(request, (instant) => localTime(instant, timeZone));
  const names = approversOf(people, initiator)
    .map(({ name, contact }) => (contact === '' ? name : `${name} (${contact})`))
    .join(', ');
  return [
    ...(shown ? [`${shown.head}:`, ...shown.lines.map((line) => `  ${line}`)] : []),
    ...(saw === '' ? [] : [`seen: ${withLocalTimes(causeWords(saw), timeZone)}`]),
    ...(kind === 'decision' ? [] : [`needed: ${needed} of ${names || 'nobody whom the plan names'}`]),
    ...(kind === 'decision' || initiator === null ? [] : [`started by ${initiator}, who cannot approve`]),
    `until ${localTime(expiresAt, timeZone)}`,
  ];
}
