import * as z from 'zod';
import { Conflict } from '../domain/failure.ts';
import { runKeys } from '../domain/run/run-keys.ts';
import type { Objects } from '../ports/objects.ts';
import type { Workflows } from '../ports/workflows.ts';
import { UsageError } from './usage-error.ts';

/** What is to become of a run whose execution has ended: it goes on where it stopped, or another brings it to its end. */
export type NextOfRun = 'redrive' | 'finish';

/** Null where who had claimed it could not do it. */
const Claimed = z.object({ as: z.enum(['redrive', 'finish']).nullable() });

/** Rounds of compare-and-swap: whoever loses one reads who has won it. */
const MOST_ROUNDS = 3;

export interface EndedExecution {
  readonly run: string;
  readonly executionArn: string;
}

export interface Claim {
  readonly key: string;
  /** The same for all who go on under it. */
  readonly token: string;
  /** How often the execution was made to go on before. */
  readonly redrives: number;
}

interface ClaimPorts {
  readonly objects: Objects;
  readonly workflows: Pick<Workflows, 'history'>;
}

/**
 * To be awaited right before an ended execution is redriven, or another is started that finishes its run: both act with
 * the same owner and generation, so no lock keeps them apart. For each end of an execution there is one claim, which
 * the first writes; whoever wants the same goes on under it, so that one who died between claim and call is no obstacle.
 *
 * @throws UsageError when the other was claimed, or the execution has not ended, or goes on again: a claim on an end that
 * has not come would stand in the way of whoever finds it then
 */
export async function claimEnded(ports: ClaimPorts, ended: EndedExecution, as: NextOfRun): Promise<Claim> {
  const { objects } = ports;
  const claim = await claimOf(ports, ended);
  const { key } = claim;
  for (let round = 1; ; round += 1) {
    const stored = await objects.get(key);
    const claimed = stored && Claimed.parse(JSON.parse(stored.text)).as;
    if (claimed === as) return claim;
    if (claimed) throw new UsageError(WORDS[claimed](ended.run));
    try {
      await objects.put(key, JSON.stringify({ as }), stored ? { etag: stored.etag } : { absent: true });
      return claim;
    } catch (error) {
      if (!(error instanceof Conflict) || round === MOST_ROUNDS) throw error;
    }
  }
}

/** Where the claimed redrive was refused, and so will never have an effect: the run is for others to claim. */
export async function giveClaimBack(objects: Objects, { key }: Claim): Promise<void> {
  const stored = await objects.get(key);
  if (stored && Claimed.parse(JSON.parse(stored.text)).as === 'redrive')
    await objects.put(key, JSON.stringify({ as: null }), { etag: stored.etag });
}

const WORDS: Readonly<Record<NextOfRun, (run: string) => string>> = {
  redrive: (run) =>
    `run ${run} is being made to go on by somebody: \`npx muster resume ${run}\` goes on with it, also where that one has not come to it`,
  finish: (run) =>
    `run ${run} is being brought to its end by somebody: \`npx muster clean\` does so, also where that one has not come to it. It cannot go on from where it stopped: start another run then`,
};

const ENDS: ReadonlySet<string> = new Set([
  'ExecutionSucceeded',
  'ExecutionFailed',
  'ExecutionAborted',
  'ExecutionTimedOut',
]);

/** Of this end of the execution: it has one more for each time that it was made to go on. */
async function claimOf({ workflows }: ClaimPorts, { run, executionArn }: EndedExecution): Promise<Claim> {
  const events = await workflows.history(executionArn);
  if (!ENDS.has(events.at(-1)?.type ?? ''))
    throw new UsageError(
      `the history of run ${run} does not end: somebody has made it go on, or it has ended this very moment; look at it with \`npx muster runs\`, and try again`,
    );
  const redrives = events.filter(({ type }) => type === 'ExecutionRedriven').length;
  return { key: runKeys.claim(run, redrives), token: `end-${redrives}`, redrives };
}
