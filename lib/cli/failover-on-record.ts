import { goneWithout } from '../domain/judge/gone-without.ts';
import { readRun } from '../domain/judge/run-facts.ts';
import type { Reprotection } from '../domain/run/switchover-input.ts';
import { findRun } from './find-run.ts';
import { readRunFiles } from './judge.ts';
import type { StateDirectory } from './state-directory.ts';
import { UsageError } from './usage-error.ts';

/**
 * The failover that is gone back from: its run, and when it had promoted; nulls where none is named.
 * @throws UsageError when there is no such run, it has promoted nothing, or it went on without a database
 */
export async function failoverOnRecord(
  name: string | undefined,
  state: StateDirectory,
): Promise<Omit<Reprotection, 'stage'>> {
  if (name === undefined) return { failoverRun: null, promotedAt: null };
  const { run, directory } = await findRun(name, state);
  const facts = readRun(await readRunFiles(directory));
  const without = goneWithout(facts).map(({ id }) => id);
  if (without.length > 0)
    throw new UsageError(
      `run ${run} went on without ${without.join(', ')}: nothing was promoted in its place, and to rebuild its old primary would destroy the newest rows that there are; bring it up at the new site by hand first, or go back with a plan that leaves it out`,
    );
  const promoted = facts.outcome('PromoteReplica')?.databases.flatMap(({ requestedAt }) => requestedAt ?? []);
  const proven = facts
    .outcome('ProvePromotion')
    ?.databases.map(({ writeAcknowledgedAt }) => writeAcknowledgedAt);
  const [first] = [...(promoted ?? []), ...(proven ?? [])].toSorted((a, b) => a.localeCompare(b, 'en'));
  if (facts.kind !== 'failover' || first === undefined)
    throw new UsageError(`run ${run} is no failover that has promoted a replica`);
  return { failoverRun: run, promotedAt: first };
}
