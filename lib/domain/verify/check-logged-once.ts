import { EVIDENCE_FILES } from '../evidence/evidence-files.ts';
import { parsedLeaves } from '../log/parsed-leaves.ts';
import type { Finding } from './finding.ts';

/**
 * Whether a log says one thing of a run: a start and an end, each once. Muster appends neither twice, so a second one was
 * written by somebody who can choose later which of them to show. A leaf that nobody can read may be one, too.
 */
export function checkLoggedOnce(log: readonly string[], run: string): readonly Finding[] {
  const leaves = parsedLeaves(log);
  const unread = leaves.flatMap((leaf, index) => (leaf === null ? [index] : []));
  const says = (['start', 'end'] as const).flatMap((type) => {
    const found = leaves.flatMap((leaf, index) => (leaf?.type === type && leaf.run === run ? [index] : []));
    return found.length > 1
      ? [`the log has ${found.length} leaves "${type}" of it: ${found.join(', ')}`]
      : [];
  });
  return [
    ...says,
    ...(unread.length > 0 ? [`leaves of the log cannot be read: ${unread.join(', ')}`] : []),
  ].map((text) => ({ kind: 'log-says-more', file: EVIDENCE_FILES.proof, says: text }));
}
