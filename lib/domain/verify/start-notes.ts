import type { DrillPredicate } from '../evidence/drill-predicate.ts';
import { EVIDENCE_FILES } from '../evidence/evidence-files.ts';
import { parseProof } from '../evidence/proof-file.ts';
import { type RunContents, textIn } from '../evidence/run-contents.ts';
import { parseLeaf, type StartLeaf } from '../log/log-leaf.ts';

/**
 * Whether a run's objectives stood in the log before it was under way. A real event does not wait for its log, so that
 * this is no finding there; but then nothing shows that its objectives were not chosen when its numbers were known.
 */
export function startNotes(contents: RunContents, predicate: DrillPredicate | null): readonly string[] {
  const proof = parseProof(textIn(contents, EVIDENCE_FILES.proof));
  if (!proof || !predicate) return [];
  const leaf = proof.start && parseLeaf(proof.start.leaf);
  const begun = predicate.clocks.disruptedAt ?? predicate.clocks.declaredAt;
  const isBefore = leaf?.type === 'start' && !leaf.late && (begun === null || leaf.at < begun);
  if (isBefore) return targetNotes(leaf, predicate);
  return [
    `${EVIDENCE_FILES.proof}: no start of this run was logged before it was under way: that its objectives and scope were fixed before is its own word`,
  ];
}

/** A sandbox counts for nothing, so that only a run that says that it was none gains by it. */
function targetNotes({ target }: StartLeaf, predicate: DrillPredicate): readonly string[] {
  if (target !== undefined || predicate.target !== 'aws') return [];
  return [
    `${EVIDENCE_FILES.proof}: the start in the log does not say what the run was on: that it was AWS and no sandbox is its own word.`,
  ];
}
