import { EVIDENCE_FILES } from '../evidence/evidence-files.ts';
import { parsedLeaves } from '../log/parsed-leaves.ts';
import type { Finding } from './finding.ts';

/** Whether logs of other regions speak of a run as well: it begins and ends in one, so that nobody can choose which to show. */
export function checkLoggedElsewhere(
  others: readonly (readonly string[])[],
  run: string,
): readonly Finding[] {
  return others.flatMap((log) =>
    parsedLeaves(log).flatMap((leaf, index): readonly Finding[] => {
      if ((leaf?.type !== 'start' && leaf?.type !== 'end') || leaf.run !== run) return [];
      const says = `another log (--log) than the run's has a leaf "${leaf.type}" of it: ${index}`;
      return [{ kind: 'log-says-more', file: EVIDENCE_FILES.proof, says }];
    }),
  );
}
