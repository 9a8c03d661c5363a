import { finishRun } from './finish-run.ts';
import { type PlanAccess, type UnfinishedRun, unfinishedRuns } from './unfinished-runs.ts';

export interface CleanedRun extends Omit<UnfinishedRun, 'finishes'> {
  /** Null on a dry run. Otherwise what is still not as it should be; empty when the run is clean now. */
  readonly left: readonly string[] | null;
}

interface Telling {
  readonly dryRun: boolean;
  readonly tell: (words: string) => void;
}

/**
 * Finds the runs that ended without a clean end and finishes each, one after the other. Doing so twice, or twice at
 * once, does no harm. Answers what was found, and what came of it.
 */
export async function cleanRuns(
  access: PlanAccess,
  { dryRun, tell }: Telling,
): Promise<readonly CleanedRun[]> {
  const cleaned: CleanedRun[] = [];
  for (const unfinished of await unfinishedRuns(access)) {
    const { run, machineArn, executionArn, status, cleanUp, heldLocks } = unfinished;
    tell(wordsFor(unfinished));
    const found = { run, machineArn, executionArn, status, cleanUp, heldLocks };
    cleaned.push({ ...found, left: dryRun ? null : await finish(access, unfinished) });
  }
  return cleaned;
}

function wordsFor({ run, status, cleanUp, heldLocks }: UnfinishedRun): string {
  const locks = heldLocks.length ? `, holds the lock of the ${heldLocks.join(' and the ')} site` : '';
  return `run ${run} ended as ${status}: ${cleanUp}${locks}`;
}

async function finish(access: PlanAccess, unfinished: UnfinishedRun): Promise<readonly string[]> {
  try {
    await finishRun(access, unfinished);
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
  const still = (await unfinishedRuns(access)).find(({ run }) => run === unfinished.run);
  return still ? [wordsFor(still)] : [];
}
