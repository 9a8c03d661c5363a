import { formatInstant } from '../instant.ts';
import { thereOf } from './run-moments.ts';
import { clockLine, momentWords, type Telling, type Words } from './moment-words.ts';
import type { Notice } from './notice.ts';
import { localTime } from './local-time.ts';
import { requestOf } from './request-words.ts';
import { subjectText } from './subject-text.ts';

/** The message of a moment: REAL or DRILL first, then what, where, numbers and what to do next. */
export function makeNotice(telling: Telling): Notice {
  const { input, moment } = telling;
  const words = momentWords(telling);
  const at = formatInstant(moment.at);
  const back = thereOf(moment.state) === moment.state ? '' : ' (way back)';
  const key = `${String(moment.id).padStart(6, '0')}-${moment.what}`;
  const subject = subjectText(`${headOf(telling)}: ${words.title}${back}`);
  const text = [
    subject,
    ...words.lines,
    clockLine(moment, localTime(at, input.notices.timeZone)),
    placeLine(telling),
    `run ${input.run}`,
    ...nextLines(telling, words),
  ].join('\n');
  return { key, at, subject, text };
}

export function headOf({ input: { scope, kind, plan } }: Pick<Telling, 'input'>): string {
  return `${scope === 'real' ? 'REAL' : 'DRILL'} ${kind} ${plan.name}`;
}

function placeLine({ input: { scope, plan, sites } }: Telling): string {
  const { primary, recovery } = sites;
  const way = `${primary.name} (${primary.region}) to ${recovery.name} (${recovery.region})`;
  return `${way}, ${scope}, plan ${plan.sha256.slice(0, 12)}`;
}

function nextLines({ input, moment, seen }: Telling, { next, stop = null }: Words): readonly string[] {
  const { console } = input.notices;
  const asked = requestOf(moment, seen);
  const path = asked ? `approvals/${input.run}/${asked.id}` : `runs/${input.run}`;
  return [
    ...(next === null ? [] : [`next: ${next}`]),
    ...(stop === null ? [] : [`to stop it: ${stop}`]),
    ...(console === null ? [] : [`${console.replace(/\/$/, '')}/${path}`]),
  ];
}
