import { afterAnswer } from '../domain/approval/after-answer.ts';
import type { AnswerWord, PeopleRequest } from '../domain/approval/people-request.ts';
import type { Given } from '../consent/give-answer.ts';
import { seenNow } from '../consent/seen-now.ts';
import { seenLines } from '../report/seen-lines.ts';
import { evidenceName, namedByRun } from './evidence-name.ts';
import { EXIT } from './exit-code.ts';
import { leftOut, pendingRequest } from './pending-request.ts';
import { type RunAccess, withRun } from './run-access.ts';
import { sendAnswer } from './send-answer.ts';
import type { StateDirectory } from './state-directory.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

export interface AnswerOptions {
  readonly run: string;
  readonly word: AnswerWord;
  /** The state that a decision is about, as the person who decides names it. */
  readonly step?: string;
  readonly by: string;
  readonly reason: string;
  /** The plan's digest, or its beginning, as the person has seen it somewhere else. */
  readonly digest?: string;
  readonly acceptDivergence?: boolean;
  readonly terminal: Terminal;
  readonly state: StateDirectory;
}

/** Gives a person's answer to what a run asks now. Exit code 0 when it counts, 64 when it does not, 70 when it is late. */
export async function answerRun(given: AnswerOptions): Promise<number> {
  return withRun(given, async (reached) => {
    const options = { ...given, by: evidenceName(namedByRun(reached.input), given.by, given.state) };
    const asked = await openRequest(reached, options);
    await showSeen(reached, asked, options);
    return say(options, asked, await sendAnswer(reached, asked, options));
  });
}

/** What was seen when it was asked may be over: whoever answers sees both. */
async function showSeen({ access }: RunAccess, request: PeopleRequest, { terminal }: AnswerOptions) {
  const seen = await seenNow({ objects: access.recovery.objects, clock: access }, request);
  if (!seen) return;
  for (const line of seenLines(request, seen)) terminal.err.write(`${line}\n`);
}

/** Fewer digits bind an answer to too many plans. */
const DIGEST = /^[0-9a-f]{8,64}$/i;

/** What the run asks at the moment. @throws UsageError when it asks nothing, or something else */
async function openRequest(reached: RunAccess, options: AnswerOptions): Promise<PeopleRequest> {
  const { run, word, step, digest, acceptDivergence = false } = options;
  const open = await pendingRequest(reached);
  if (!open) throw new UsageError(`run ${run} asks nobody anything now (its execution is ${reached.status})`);
  const { request } = open;
  for (const line of leftOut(open)) options.terminal.err.write(`${line}\n`);
  if (!request.choices.includes(word))
    throw new UsageError(
      `run ${run} asks about ${request.about}: ${request.choices.join(', ')}; "${word}" is none of these${whyNot(request, word)}`,
    );
  if (step !== undefined && step !== request.about)
    throw new UsageError(`run ${run} is paused at ${request.about}, not at ${step}`);
  if (digest !== undefined && !DIGEST.test(digest))
    throw new UsageError(
      `--digest ${JSON.stringify(digest)}: expected 8 to 64 hexadecimal digits, as the request has them`,
    );
  if (digest !== undefined && !request.plan.sha256.startsWith(digest.toLowerCase()))
    throw new UsageError(
      `run ${run} is about plan ${request.plan.name} with digest ${request.plan.sha256}; you have seen ${digest}`,
    );
  if (request.kind === 'divergence' && word === 'approve' && !acceptDivergence)
    throw new UsageError(
      `run ${run} asks to go on although nothing proves that the old primary cannot write (${request.saw}); what it accepts from now on is lost or has to be merged by hand: say so with --accept-divergence`,
    );
  return request;
}

/** Why a word is not among those that a failed step takes, where that is not plain. */
function whyNot({ kind, about }: PeopleRequest, word: AnswerWord): string {
  return kind === 'decision' && word === 'skip'
    ? `: the plan does not let anybody leave ${about} out (drills.failover.nonCritical)`
    : '';
}

function say({ terminal, word, by, run }: AnswerOptions, request: PeopleRequest, given: Given): number {
  const what = `${by}: ${word} ${request.about} of run ${run}`;
  if ('why' in given) {
    terminal.err.write(`muster: ${what} does not count: ${given.why}\n`);
    return given.result === 'late' ? EXIT.tool : EXIT.usage;
  }
  const next =
    given.result === 'waiting'
      ? `${given.missing} more ${given.missing === 1 ? 'person has' : 'people have'} to agree`
      : afterAnswer(given.outcome);
  terminal.out.write(`${what}: counted; ${next}\n`);
  return EXIT.met;
}
