import { giveAnswer } from '../../lib/consent/give-answer.ts';
import { requestsOf } from '../../lib/consent/pending-requests.ts';
import { makeObjectRecord } from '../../lib/aws/object-record.ts';
import type { AnswerWord, PeopleRequest, PersonsAnswer } from '../../lib/domain/approval/people-request.ts';
import { formatInstant } from '../../lib/domain/instant.ts';
import type { ModelAws } from './model-aws.ts';

/** What one person says to a request. */
export interface Said {
  readonly by: string;
  readonly word: AnswerWord;
}

/** Who says what to a request; nobody answers where the list is empty. */
export type People = (request: PeopleRequest) => readonly Said[];

const LOOK_EVERY_MS = 1_000;
/** So long after its start somebody has looked after a run that asks nothing. */
const MENDED_WITHIN_MICROS = 3_600e6;

/** People who look every second what a run asks, and answer as they would by `muster approve`, until it has ended. */
export async function answerRequests(aws: ModelAws, run: string, people: People): Promise<void> {
  const { clock } = aws.world;
  const isOver = () => aws.states.all().every(({ ending }) => ending() !== null);
  const mendedBy = clock.now() + MENDED_WITHIN_MICROS;
  while (!isOver()) {
    await clock.sleep(LOOK_EVERY_MS);
    // A run that cannot even ask is seen to be stuck.
    if (clock.now() > mendedBy) aws.mend();
    const open = (await requestsOf(aws.access.recovery.objects, run)).filter(
      ({ outcome }) => outcome === null,
    );
    for (const { request } of open) {
      // Whoever says what is to be done about a failure has had it mended; what has not struck yet is to come.
      if (request.kind === 'decision' && aws.hits() > 0) aws.mend();
      for (const said of people(request)) await sayTo(aws, request, said);
    }
  }
}

/** One person's word, given now. */
export function sayTo({ world, access }: ModelAws, request: PeopleRequest, { by, word }: Said) {
  const { objects, workflows } = access.recovery;
  const ports = { clock: world.clock, objects, workflows, record: makeObjectRecord(objects) };
  return giveAnswer(ports, request.run, answerOf(request, { by, word }, formatInstant(world.clock.now())));
}

function answerOf(
  { id, plan, generation, targets }: PeopleRequest,
  { by, word }: Said,
  at: string,
): PersonsAnswer {
  return {
    schemaVersion: 1,
    request: id,
    by,
    answer: word,
    reason: 'as agreed',
    at,
    via: 'command',
    plan,
    generation,
    targets,
  };
}
