import type { Scheduler } from 'fast-check';
import { makeObjectLocks } from '../../../lib/aws/object-locks.ts';
import { requestsOf } from '../../../lib/consent/pending-requests.ts';
import { goOnAgain, type ResumeWish } from '../../../lib/cli/go-on-again.ts';
import { refuseFinished } from '../../../lib/cli/refuse-finished.ts';
import { UsageError } from '../../../lib/cli/usage-error.ts';
import type { AnswerWord } from '../../../lib/domain/approval/people-request.ts';
import { MusterFailure } from '../../../lib/domain/failure.ts';
import { formatInstant, type Instant } from '../../../lib/domain/instant.ts';
import type { FailoverInput } from '../../../lib/domain/run/failover-input.ts';
import { runKeys } from '../../../lib/domain/run/run-keys.ts';
import { makeGuards } from '../guards.ts';
import { type Engine, makeEngine, makeModelAws, type ModelAws, type ModelOptions } from '../model-aws.ts';
import { sayTo } from '../model-people.ts';
import { MACHINES } from '../model-states.ts';
import { PLAN } from '../serving.ts';
import { startWatch } from '../standing-watch.ts';
import { type Truth, watchTruth } from '../truth.ts';

/** A model world with people at it. What they do goes on beside everything else: nobody waits for it. */
export interface System {
  readonly aws: ModelAws;
  readonly truth: Truth;
  /** In the order of their starts. */
  readonly runs: readonly string[];
  readonly start: (input: FailoverInput) => void;
  readonly answer: (run: string, by: string, word: AnswerWord) => void;
  readonly abort: (run: string) => void;
  /** The same input once more, under a name that is not the run's. */
  readonly startAgain: (run: string) => void;
  readonly resume: (run: string) => void;
  readonly stop: (run: string) => void;
  readonly sweep: () => void;
  /** From here on what is done is done at once. */
  readonly calm: () => void;
  /** What was done and refused, for whoever reads of a failure. */
  readonly refused: readonly string[];
}

/** Runs that nobody ends wait for two hours, where they would for three days. */
export function impatientEngine(change: (definition: string) => string = (text) => text): Engine {
  const { definition } = makeEngine();
  const impatient = change(definition).replace('"TimeoutSeconds": 259200', '"TimeoutSeconds": 7200');
  return makeEngine(impatient);
}

interface Setting {
  /** In which order what people do at the same time comes to pass; without one, as it was done. */
  readonly scheduler?: Scheduler;
  readonly spoil?: NonNullable<ModelOptions['spoil']>;
  /** How long each call takes, in turn. */
  readonly answerMs?: () => number;
}

/** Two regions in which all is well, and a standing watch that has seen so for a while. */
export async function openSystem(
  engine: Engine,
  { scheduler, spoil, answerMs }: Setting = {},
): Promise<System> {
  const { truth, guard } = watchTruth();
  const aws = makeModelAws(engine, { guards: [...makeGuards(), guard], ...(spoil ? { spoil } : {}) });
  const { clock } = aws.world;
  await clock.drive(startWatch(aws));
  await clock.pass(15);
  if (answerMs) aws.world.answerMs = answerMs;
  const runs: string[] = [];
  const refused: string[] = [];
  let isCalm = scheduler === undefined;
  const spawn = (what: string, work: () => Promise<unknown>): void => {
    const began = isCalm ? Promise.resolve() : scheduler?.schedule(Promise.resolve(), what);
    void (began ?? Promise.resolve()).then(work).catch((error: unknown) => {
      refused.push(`${what}: ${String(error)}`);
      const isRefusal = error instanceof MusterFailure || error instanceof UsageError;
      if (!isRefusal) aws.world.breaches.add(`${what} failed: ${String(error)}`);
    });
  };
  const { executions } = aws.access.recovery;
  return {
    aws,
    truth,
    runs,
    refused,
    calm: () => {
      isCalm = true;
    },
    start: (input) => {
      runs.push(input.run);
      spawn(`start ${input.run}`, () => aws.start(input));
    },
    answer: (run, by, word) => spawn(`${by}: ${word} ${run}`, () => answer(aws, run, { by, word })),
    abort: (run) => spawn(`abort ${run}`, () => abort(aws, run)),
    startAgain: (run) => spawn(`start ${run} again`, () => startAgain(aws, run)),
    resume: (run) => spawn(`resume ${run}`, () => goOn(aws, run)),
    stop: (run) => spawn(`stop ${run}`, () => executions.stop(arnOf(run), 'somebody stopped it')),
    sweep: () => spawn('clean', () => aws.clean()),
  };
}

export function arnOf(run: string): string {
  return `${MACHINES.failover.replace(':stateMachine:', ':execution:')}:${run}`;
}

/** As somebody does who pastes a run's input into AWS's page, where an execution has a name of its own. */
async function startAgain({ access: { recovery } }: ModelAws, run: string): Promise<void> {
  const name = `${run}-again`;
  const input = await recovery.executions.inputOf(arnOf(run));
  if (input === null || (await recovery.workflows.status(arnOf(name))) !== null) return;
  await recovery.workflows.start({ machineArn: MACHINES.failover, name, input });
}

/** To what the run asks at that moment, if it asks anything. */
async function answer(aws: ModelAws, run: string, said: { by: string; word: AnswerWord }): Promise<void> {
  const known = await requestsOf(aws.access.recovery.objects, run);
  const open = known.findLast(({ outcome }) => outcome === null);
  if (open?.request.choices.includes(said.word)) await sayTo(aws, open.request, said);
}

/** As lib/cli/abort-run: a flag on the lock, an answer where people are waited for, and on, where it had stopped. */
async function abort(aws: ModelAws, run: string): Promise<void> {
  const { recovery } = aws.access;
  const { clock } = aws.world;
  const locks = makeObjectLocks({
    objects: recovery.objects,
    statusOf: (arn) => recovery.workflows.status(arn),
    now: () => clock.now(),
  });
  const wish = { run, by: 'Ada', reason: 'enough', at: formatInstant(clock.now()) };
  const status = await recovery.workflows.status(arnOf(run));
  if (status !== 'RUNNING') await refuseFinished(recovery.workflows, arnOf(run));
  const wished = await locks.abort(runKeys.lock(PLAN, 'failover'), wish);
  if (!wished && status !== 'RUNNING') return;
  await answer(aws, run, { by: 'Ada', word: 'abort' });
  if (status !== 'RUNNING')
    await goOnAgain(recovery, { run, executionArn: arnOf(run) }, wishOf('Ada', clock.now()));
}

/** As lib/cli/resume-run. */
async function goOn({ access: { recovery }, world }: ModelAws, run: string): Promise<void> {
  await refuseFinished(recovery.workflows, arnOf(run));
  await goOnAgain(recovery, { run, executionArn: arnOf(run) }, wishOf('Ben', world.clock.now()));
}

function wishOf(by: string, at: Instant): ResumeWish {
  return { by, reason: '', advice: null, at };
}
