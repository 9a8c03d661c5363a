import type { WhoApproves } from '../domain/brief/who-approves.ts';
import { durationWords } from '../domain/judge/duration-words.ts';
import { type BriefLine, say } from './brief-row.ts';

/** Who has to agree, and where that cannot be had. */
export function approvalLines(approves: WhoApproves): readonly BriefLine[] {
  return [startLine(approves), divergenceLine(approves)];
}

function startLine({ start, breakGlass, people, initiator }: WhoApproves): BriefLine {
  if (breakGlass !== null) return say(`nobody is asked: break-glass by ${initiator}, ${breakGlass}`, 'bad');
  if (start.needed === 0) return say(`nobody has to approve; ${initiator} starts it`);
  const names = people.map(personWords).join(', ');
  if (!start.possible)
    return say(
      `needs ${start.needed}, and beside ${initiator} only ${people.length} may: ${names || 'nobody'}; --break-glass REASON starts it`,
      'bad',
    );
  return say(`${start.needed} of ${names}, within ${durationWords(start.timeoutSeconds)}`, 'warn');
}

/** Without proof nothing is promoted: whoever starts it should know that before. */
function divergenceLine({ start, breakGlass, divergence, people, initiator }: WhoApproves): BriefLine {
  const { expected, needed, possible } = divergence;
  const when = expected
    ? 'The primary region does not answer: without proof of its fence'
    : 'If the fence cannot be proven,';
  if (possible) {
    const isNamed = breakGlass === null && start.needed > 0;
    const names = isNamed ? 'them' : people.map(personWords).join(', ');
    return say(`${when} ${needed} of ${names} have to accept the divergence`, expected ? 'warn' : 'plain');
  }
  return say(
    `${when} ${needed} people have to accept the divergence; beside ${initiator} the plan names ${people.length}: it would stop there`,
    expected ? 'bad' : 'warn',
  );
}

function personWords({ name, contact }: WhoApproves['people'][number]): string {
  return contact === '' ? name : `${name} (${contact})`;
}
