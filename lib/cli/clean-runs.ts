import { finishRun } from './finish-run.ts';
import { type PlanAccess, type UnfinishedRun, unfinishedRuns } from './unfinished-runs.ts';

export interface CleanedRun extends Omit<UnfinishedRun, 'finishes' | 'scope'> {
  /** Null on a dry run. Otherwise what is still not as it should be; empty when the run is clean now. */
  readonly left: readonly string[] | null;
}

/** A state machine is left by one of these, or cut off: stopped, timed out, or failed by the engine itself. */
const END_STATES: ReadonlySet<string> = new Set(['SucceedStateEntered', 'FailStateEntered']);

interface Telling {
  readonly dryRun: boolean;
  readonly tell: (words: string) => void;
  /** Before another command, and not because somebody has asked for it. */
  readonly byTheWay?: boolean;
}

/**
 * Finds the runs that ended without a clean end and finishes each, one after the other. Doing so twice, or twice at
 * once, does no harm. Answers what was found, and what came of it.
 */
export async function cleanRuns(
  access: PlanAccess,
  { dryRun, tell, byTheWay = false }: Telling,
): Promise<readonly CleanedRun[]> {
  const cleaned: CleanedRun[] = [];
  for (const unfinished of await unfinishedRuns(access)) {
    const { run, machineArn, executionArn, status, cleanUp, leftBehind, sealed, heldLocks } = unfinished;
    const found = { run, machineArn, executionArn, status, cleanUp, leftBehind, sealed, heldLocks };
    tell(wordsFor(unfinished));
    cleaned.push({ ...found, left: dryRun ? null : await finish(access, unfinished, byTheWay) });
  }
  return cleaned;
}

/**
 * A real failover that was cut off. One whose record is sealed, or that has come to the end of its workflow, has nothing
 * left to decide, though it may hold a lock: a region that was lost gave none back, and a call that was under way when
 * the run was stopped may have taken one after that. It is finished as any run, and so is one that was begun to be
 * finished: it cannot go on any more. Without the recovery site's lock a run has changed nothing, or was superseded.
 */
async function isHalfWay({ recovery }: PlanAccess, run: UnfinishedRun): Promise<boolean> {
  const isDecided = run.sealed || run.finishes.length > 0;
  if (run.scope !== 'real' || isDecided || !run.heldLocks.includes('recovery')) return false;
  const entered = (await recovery.workflows.history(run.executionArn)).filter(({ type }) =>
    type.endsWith('StateEntered'),
  );
  return !END_STATES.has(entered.at(-1)?.type ?? '');
}

/** Whether it goes on or goes back is for a person to say. */
function realWords({ run, status }: UnfinishedRun): string {
  return `a real failover that ended as ${status}: \`npx muster resume ${run}\` goes on with it, \`npx muster abort ${run}\` brings it to the nearest safe state`;
}

function wordsFor({ run, status, cleanUp, leftBehind, sealed, heldLocks }: UnfinishedRun): string {
  const record = sealed ? '' : ', its record is not sealed';
  const locks = heldLocks.length ? `, holds the lock of the ${heldLocks.join(' and the ')} site` : '';
  const left = leftBehind.length > 0 ? ` (${leftBehind.join('; ')})` : '';
  return `run ${run} ended as ${status}: ${cleanUp}${left}${record}${locks}`;
}

async function finish(
  access: PlanAccess,
  unfinished: UnfinishedRun,
  byTheWay: boolean,
): Promise<readonly string[]> {
  if (await isHalfWay(access, unfinished)) return [realWords(unfinished)];
  try {
    await finishRun(access, unfinished, { byTheWay });
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
  const still = (await unfinishedRuns(access)).find(({ run }) => run === unfinished.run);
  return still ? [wordsFor(still)] : [];
}
