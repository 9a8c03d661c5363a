import { type Answered, corroborationText } from '../domain/corroboration/corroboration-file.ts';
import { formatInstant, type Instant } from '../domain/instant.ts';
import type { CallTrail, TrailAnswer, TrailSpan } from '../ports/call-trail.ts';
import type { Clock } from '../ports/clock.ts';

export interface CollectPorts {
  readonly clock: Clock;
  readonly trail: CallTrail;
}

export interface CollectOrder {
  readonly regions: readonly string[];
  /** When the run began. */
  readonly from: Instant;
  /** Whether an event is about the run: those of others in the account are nobody's business. */
  readonly isOfRun: (text: string) => boolean;
}

/** The run waits for its signature meanwhile, and its locks are held. */
const LIMIT_MS = 10_000;

/**
 * Asks every region what it wrote down of the run by itself, and answers the text of `corroboration.ndjson`. Never rejects:
 * a region that is lost, refuses or is slow is named with what was met.
 */
export async function collectCorroboration(ports: CollectPorts, order: CollectOrder): Promise<string> {
  const { regions, from, isOfRun } = order;
  const to = ports.clock.now();
  const tooLate = ports.clock.sleep(LIMIT_MS).then(() => null);
  const ask = async (
    of: Answered['of'],
    region: string,
    question: (span: TrailSpan) => Promise<TrailAnswer>,
  ): Promise<Answered> => {
    const answer = await Promise.race([question({ region, from, to }).catch(failureOf), tooLate]);
    const span = { of, region, from: formatInstant(from), to: formatInstant(to) };
    if (answer === null) return { ...span, problem: `no answer within ${LIMIT_MS / 1000} s`, texts: [] };
    if ('problem' in answer) return { ...span, ...answer, texts: [] };
    const problem = answer.whole ? null : 'there is more than was read';
    return { ...span, problem, texts: answer.texts.filter(isOfRun) };
  };
  const answers = await Promise.all(
    regions.flatMap((region) => [
      ask('cloudtrail', region, (span) => ports.trail.changingCalls(span)),
      ask('rds-events', region, (span) => ports.trail.databaseEvents(span)),
    ]),
  );
  return corroborationText(answers);
}

function failureOf(error: unknown): { readonly problem: string } {
  return { problem: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
}
