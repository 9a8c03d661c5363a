import { makeObjectRecord } from '../../lib/aws/object-record.ts';
import { type Given, giveAnswer } from '../../lib/consent/give-answer.ts';
import { requestsOf } from '../../lib/consent/pending-requests.ts';
import type { PlanAccess } from '../../lib/cli/unfinished-runs.ts';
import type { AnswerWord, PeopleRequest, RequestKind } from '../../lib/domain/approval/people-request.ts';
import { formatInstant } from '../../lib/domain/instant.ts';
import { SCHEMA_VERSION } from '../../lib/domain/stored.ts';
import { makeSystemClock } from '../../lib/system/system-clock.ts';
import { until } from './real-bench.ts';

type Recovery = PlanAccess['recovery'];

/** Those whom the plan of a real bench names, beside whoever starts the runs. */
const OTHERS = ['Head of operations', 'Head of data'] as const;
const ASKED_WITHIN_MS = 120_000;
/** A step that fails so often in a row is not going to succeed. */
const MOST_RETRIES = 3;

interface Awaited {
  readonly kind: RequestKind;
  /** How many questions of any kind came before; absent: any number. */
  readonly round?: number;
}

/** Waits until a run asks people something; answers what. @throws Error when a step of it fails before */
export function asked(
  { objects }: Pick<Recovery, 'objects'>,
  run: string,
  { kind, round }: Awaited,
): Promise<PeopleRequest> {
  const look = async () => {
    const known = await requestsOf(objects, run);
    const open = known.find(({ outcome, request }) => outcome === null && request.kind === 'decision');
    if (open && kind !== 'decision') throw new Error(`${open.request.about} failed: ${open.request.saw}`);
    return known.find(({ request }) => request.kind === kind && request.round === (round ?? request.round))
      ?.request;
  };
  return until(look, `run ${run} asks nobody about ${kind}`, ASKED_WITHIN_MS);
}

/** One person's word to one request, as it is given by the command line. */
export function say(
  recovery: Recovery,
  request: PeopleRequest,
  { by, word }: { readonly by: string; readonly word: AnswerWord },
): Promise<Given> {
  const clock = makeSystemClock();
  const ports = { ...recovery, clock, record: makeObjectRecord(recovery.objects) };
  const { id, run, plan, generation, targets } = request;
  return giveAnswer(ports, run, {
    schemaVersion: SCHEMA_VERSION,
    request: id,
    by,
    answer: word,
    reason: 'said by a test',
    at: formatInstant(clock.now()),
    via: 'command',
    plan,
    generation,
    targets,
  });
}

/** As many people as are needed agree. @throws Error when what one of them says does not count */
export async function agree(recovery: Recovery, request: PeopleRequest): Promise<void> {
  for (const by of OTHERS.slice(0, request.needed)) {
    const given = await say(recovery, request, { by, word: 'approve' });
    if ('why' in given) throw new Error(`${by} cannot approve ${request.about}: ${given.why}`);
  }
}

/** Answers everything that a run asks, until it has ended: people agree, and have a failed step tried again. */
export async function answerAll(
  recovery: Recovery,
  { run, arn }: { run: string; arn: string },
): Promise<void> {
  const ended = async () => ((await recovery.workflows.status(arn)) === 'RUNNING' ? undefined : true);
  const said = new Map<string, number>();
  const look = async () => {
    const known = await requestsOf(recovery.objects, run);
    const open = known.filter(({ outcome }) => outcome === null);
    for (const { request } of open) {
      const token = `${request.id} ${request.taskToken}`;
      if (said.has(token)) continue;
      said.set(token, said.size);
      await answer(recovery, request, known.length).catch((error: unknown) =>
        unlessAnswered(recovery, request, error),
      );
    }
    return ended();
  };
  await until(look, `run ${run} does not end`, ENDED_WITHIN_MS);
}

/** Delivered again, a question is asked anew under another token: the answer to the first may have counted by then. */
async function unlessAnswered(
  { objects }: Recovery,
  { run, id }: PeopleRequest,
  error: unknown,
): Promise<void> {
  const known = await requestsOf(objects, run);
  const isAnswered = known.some(({ request, outcome }) => request.id === id && outcome !== null);
  if (!isAnswered) throw error;
}

/** Services that never answer again are waited for during minutes, at each retry. */
const ENDED_WITHIN_MS = 480_000;

async function answer(recovery: Recovery, request: PeopleRequest, requests: number): Promise<void> {
  if (request.kind !== 'decision') return agree(recovery, request);
  const word = requests > MOST_RETRIES + 2 ? 'abort' : 'retry';
  await say(recovery, request, { by: OTHERS[0], word });
}
