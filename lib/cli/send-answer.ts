import { makeObjectRecord } from '../aws/object-record.ts';
import { type Given, giveAnswer } from '../consent/give-answer.ts';
import type { PeopleRequest, PersonsAnswer } from '../domain/approval/people-request.ts';
import { formatInstant } from '../domain/instant.ts';
import { SCHEMA_VERSION } from '../domain/stored.ts';
import { makeSystemClock } from '../system/system-clock.ts';
import type { RunAccess } from './run-access.ts';

type Said = Pick<PersonsAnswer, 'by' | 'reason'> & { readonly word: PersonsAnswer['answer'] };

/** Gives the answer to that request, bound to what it shows. */
export function sendAnswer(
  { access: { recovery } }: RunAccess,
  { id, run, plan, generation, targets }: PeopleRequest,
  { by, word, reason }: Said,
): Promise<Given> {
  const clock = makeSystemClock();
  const ports = { ...recovery, clock, record: makeObjectRecord(recovery.objects) };
  return giveAnswer(ports, run, {
    schemaVersion: SCHEMA_VERSION,
    request: id,
    by,
    answer: word,
    reason,
    at: formatInstant(clock.now()),
    via: 'command',
    plan,
    generation,
    targets,
  });
}
