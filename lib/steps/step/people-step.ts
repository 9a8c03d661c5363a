import { askPeople } from '../../consent/ask-people.ts';
import type { WaitingPorts } from '../../consent/answer-waiting.ts';
import type { PeopleRequest } from '../../domain/approval/people-request.ts';
import { failoverTargets } from '../../domain/approval/targets.ts';
import { formatInstant } from '../../domain/instant.ts';
import { OUTCOMES } from '../../domain/record/outcomes.ts';
import { FailoverInput } from '../../domain/run/failover-input.ts';
import { runKeys } from '../../domain/run/run-keys.ts';
import { seriesRun } from '../../domain/run/series-run.ts';
import { SCHEMA_VERSION } from '../../domain/stored.ts';
import { heedsAbort } from '../../domain/run/heeds-abort.ts';
import type { Locks } from '../../ports/locks.ts';
import type { Objects } from '../../ports/objects.ts';
import { StepEvent } from './step-event.ts';
import { verifyLock } from './verify-lock.ts';

export interface PeopleStepPorts extends WaitingPorts {
  readonly objects: Objects;
  readonly locks: Locks;
}

/** What one of the states that ask people asks them. */
export type Question = Pick<PeopleRequest, 'kind' | 'about' | 'saw' | 'needed' | 'choices'> & {
  readonly validSeconds: number;
};

/**
 * A step of a state that waits until people have answered. What they say comes to the state by its task token, and is in
 * the record by then: the step itself writes none. Delivered again it asks again, under the new token.
 * @throws RunAborted when the run is to end, GenerationSuperseded
 */
export function makePeopleStep(
  ports: PeopleStepPorts,
  questionOf: (run: FailoverInput, event: StepEvent) => Question,
) {
  return async (input: unknown): Promise<void> => {
    const event = StepEvent.parse(input);
    const { taskToken, dryRun } = event;
    const run = FailoverInput.parse(event.run);
    if (dryRun || !taskToken) return void (await ports.objects.get(runKeys.requests(run.run)));
    // What the states before have deferred is written now: people may take their time.
    await Promise.all(event.pending.map((entry) => ports.record.append(run.run, entry)));
    await askPeople(ports, requestOf(ports, { run, event, taskToken }, questionOf(run, event)));
    // After it was asked: whoever wants the run to end either finds the question, or is found here.
    await mustGoOn(ports, event);
  };
}

async function mustGoOn({ locks }: PeopleStepPorts, { state, outcomes, forward }: StepEvent): Promise<void> {
  const promoted = forward === true || outcomes['PromoteReplica'] !== undefined;
  await verifyLock(locks, OUTCOMES.AcquireLock.parse(outcomes['AcquireLock']), heedsAbort(state, promoted));
}

interface Asking {
  readonly run: FailoverInput;
  readonly event: StepEvent;
  readonly taskToken: string;
}

/** Questions of a real event that turn on whether there is a loss, and that more than a moment may pass over. */
const ABOUT_THE_LOSS: ReadonlySet<string> = new Set(['DeclareFailover', 'PollDetection']);

/** A divergence is accepted because the old primary cannot be reached: whoever accepts it sees whether that is so still. */
function isAboutTheLoss({ about, kind }: Pick<Question, 'about' | 'kind'>): boolean {
  return kind === 'divergence' || ABOUT_THE_LOSS.has(about);
}

function watchedBy(run: FailoverInput): PeopleRequest['watched'] {
  return { run: seriesRun(run), databases: run.databases.map(({ id }) => id) };
}

/** Who answers sees what was started on: a look at it by the heartbeats alone may come to something else. */
function shownTo({ real }: FailoverInput): PeopleRequest['shown'] {
  if (!real || real.shown.length === 0) return null;
  return { at: real.confirmedAt ?? real.printedAt, lines: real.shown };
}

function requestOf(
  { clock }: PeopleStepPorts,
  { run, event, taskToken }: Asking,
  { validSeconds, ...question }: Question,
): PeopleRequest {
  const { state, attempt, round = 0 } = event;
  const now = clock.now();
  return {
    schemaVersion: SCHEMA_VERSION,
    id: `${state}-${round}`,
    run: run.run,
    scope: run.scope,
    state,
    ...question,
    watched: isAboutTheLoss(question) ? watchedBy(run) : null,
    shown: isAboutTheLoss(question) ? shownTo(run) : null,
    plan: run.plan,
    generation: OUTCOMES.AcquireLock.parse(event.outcomes['AcquireLock']).generation,
    targets: [...failoverTargets(run)],
    initiator: run.real?.initiator ?? null,
    people: run.approvals.people,
    ...(run.pseudonyms && { pseudonyms: run.pseudonyms }),
    askedAt: formatInstant(now),
    expiresAt: formatInstant(now + Math.round(validSeconds * 1e6)),
    round,
    attempt,
    taskToken,
  };
}
