import { setTimeout as sleep } from 'node:timers/promises';
import { formatInstant } from '../domain/instant.ts';
import { runKeys } from '../domain/run/run-keys.ts';
import { makeObjectLocks } from '../aws/object-locks.ts';
import { makeObjectRecord } from '../aws/object-record.ts';
import { makeSystemClock } from '../system/system-clock.ts';
import { evidenceName, namedByRun } from './evidence-name.ts';
import { EXIT } from './exit-code.ts';
import { type EndedRun, followRun } from './follow-run.ts';
import { goOnAgain } from './go-on-again.ts';
import { sayLocks } from './held-locks.ts';
import { insist } from './insist.ts';
import { makeDirectory } from './make-directory.ts';
import { pendingRequest } from './pending-request.ts';
import { printRun } from './print-run.ts';
import { Progress } from './progress.ts';
import { refuseFinished } from './refuse-finished.ts';
import { type RunAccess, withRun } from './run-access.ts';
import { sendAnswer } from './send-answer.ts';
import type { StateDirectory } from './state-directory.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';
import { type Standing, whereItStands } from './where-it-stands.ts';

export interface AbortOptions {
  readonly run: string;
  readonly by: string;
  readonly reason: string;
  readonly terminal: Terminal;
  readonly state: StateDirectory;
}

/**
 * Brings a run to the nearest safe state, and waits until it is there: back to what was, as long as nothing was
 * promoted; forward to its end from then on. Says which. Exit code 0 where its record proves that it is there, 64 when it
 * is over already, 70 otherwise.
 */
export async function abortRun(options: AbortOptions): Promise<number> {
  const { terminal, run, state } = options;
  const directory = state.runDirectory(run);
  const { standing, locks } = await withRun(options, (reached) => abort(reached, directory, options));
  terminal.goesOn?.(null);
  await printRun(directory, { terminal, json: false, state });
  terminal.out.write(`${standing.words}\n`);
  sayLocks(terminal, locks);
  // Where a region is lost nobody can read its lock: that is said, and the service is as safe as it is.
  return standing.safe && locks.sites.length === 0 ? EXIT.met : EXIT.tool;
}

type Aborted = Pick<EndedRun, 'locks'> & { readonly standing: Standing };

async function abort(reached: RunAccess, directory: string, given: AbortOptions): Promise<Aborted> {
  const { access, executionArn, input } = reached;
  const options = { ...given, by: evidenceName(namedByRun(input), given.by, given.state) };
  const { terminal, state, run } = options;
  const isOver = reached.status !== 'RUNNING';
  if (isOver) await refuseFinished(access.recovery.workflows, executionArn);
  const held = await wishAbort(reached, options);
  if (!held && isOver)
    throw new UsageError(
      `run ${run} is over (${reached.status}) and holds no lock: there is nothing to abort`,
    );
  await makeDirectory(directory);
  terminal.goesOn?.(run);
  await answerWaiting(reached, options);
  if (isOver) {
    const reason = `to its end: ${options.reason}`;
    const wish = { by: options.by, reason, advice: null, at: makeSystemClock().now() };
    await goOnAgain(access.recovery, { run, executionArn }, wish);
  }
  const progress = new Progress(terminal);
  const ended = new AbortController();
  const insisting = insist(insistence(reached, options, progress), { held, signal: ended.signal });
  const { status, locks } = await followRun(access, {
    input,
    executionArn,
    directory,
    state,
    progress,
  }).finally(() => {
    ended.abort();
    progress.end();
  });
  const wished = await insisting;
  const entries = await makeObjectRecord(access.recovery.objects).entries(run);
  return { locks, standing: whereItStands({ input, entries, status, wished }) };
}

function insistence(
  reached: RunAccess,
  options: AbortOptions,
  progress: Progress,
): Parameters<typeof insist>[0] {
  return {
    wish: () => wishAbort(reached, options),
    answer: () => answerBeforePromotion(reached, options),
    say: (words) => progress.note(`run ${options.run}: ${words}\n`),
    sleep: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }).catch(() => undefined),
  };
}

/** The flag on the lock, which every step reads before it changes anything. False when the run holds no lock. */
function wishAbort({ access, input }: RunAccess, { by, reason }: AbortOptions): Promise<boolean> {
  const clock = makeSystemClock();
  const locks = makeObjectLocks({
    objects: access.recovery.objects,
    statusOf: (arn) => access.recovery.workflows.status(arn),
    now: () => clock.now(),
  });
  const at = formatInstant(clock.now());
  return locks.abort(runKeys.lock(input.plan.name, input.kind), { run: input.run, by, reason, at });
}

/** A run that waits for people is told at once. */
async function answerWaiting(reached: RunAccess, { by, reason }: AbortOptions): Promise<void> {
  const open = await pendingRequest(reached);
  if (open?.request.choices.includes('abort'))
    await sendAnswer(reached, open.request, { by, reason, word: 'abort' });
}

/** What it asks on the way forward, when something was promoted, is for a person who has read it. */
async function answerBeforePromotion(reached: RunAccess, options: AbortOptions): Promise<void> {
  const open = await pendingRequest(reached);
  if (!open) return;
  const entries = await makeObjectRecord(reached.access.recovery.objects).entries(options.run);
  if (!entries.some(({ state }) => state.startsWith('PromoteReplica'))) await answerWaiting(reached, options);
}
