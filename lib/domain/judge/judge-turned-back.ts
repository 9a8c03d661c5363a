import { type Finding, inconclusive, worstOf } from './finding.ts';
import { judgeSeriesEnds } from './judge-drill.ts';
import { firstOf } from './reason-words.ts';
import type { RunFacts } from './run-facts.ts';

/** What a run that turns back leaves behind all the same, after the state that it turned back from. */
const WAY_BACK = ['ReturnRegion', 'StopHeartbeat', 'ExportRun', 'CleanUp'] as const;

/**
 * A real run that turned back was none: there is no recovery to measure, and none of what it would have left is missing.
 * What a run leaves that ends so is still asked for.
 */
export function judgeTurnedBack(back: string, facts: RunFacts) {
  const incomplete = WAY_BACK.filter((state) => facts.exitedAt(state) === null);
  const samples = facts.outcome('ExportRun')?.missingLedgerSegments ?? [];
  const drill = worstOf([
    inconclusive(back),
    ...judgeSeriesEnds(facts),
    ...(incomplete.length > 0 ? [inconclusive(`not run to the end: ${firstOf(incomplete)}`)] : []),
    ...(samples.length > 0 ? [inconclusive(`samples are missing: ${firstOf(samples)}`)] : []),
  ]);
  const nothing: Finding = inconclusive('nothing was promoted, so there is no recovery to measure');
  return { drill, rto: nothing, rpo: nothing, data: nothing, hold: nothing };
}
