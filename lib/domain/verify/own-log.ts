import { EVIDENCE_FILES } from '../evidence/evidence-files.ts';
import type { ProofFile } from '../evidence/proof-file.ts';
import type { Finding } from './finding.ts';

type Leaves = readonly string[];

/** Which of several logs a run is held against. */
export interface OwnLog {
  /** Null where none of them is it. */
  readonly log: Leaves | null;
  /** Those of which it is known that they are not it. */
  readonly others: readonly Leaves[];
  readonly findings: readonly Finding[];
}

const file = EVIDENCE_FILES.proof;

/**
 * Of several logs, one a region, the one that has the run's end where its proof says. One log alone is the run's whatever
 * it holds, so that what is not in it is found.
 */
export function ownLog(logs: readonly Leaves[], proof: ProofFile | null): OwnLog {
  const [first, ...others] = logs;
  if (!first || others.length === 0) return { log: first ?? null, others: [], findings: [] };
  // That it is missing or cannot be read is said where files are counted and read.
  if (!proof) return { log: null, others: [], findings: [] };
  const { index, leaf } = proof.end;
  const [own, ...copies] = logs.filter((leaves) => leaves[index] === leaf);
  if (!own) {
    const says = `has the run's end as leaf ${index}; none of the ${logs.length} logs (--log) has it there: that of its region is not among them, or is another one`;
    return { log: null, others: logs, findings: [{ kind: 'not-in-log', file, says }] };
  }
  const rest = logs.filter((leaves) => leaves !== own && !copies.includes(leaves));
  if (copies.length === 0) return { log: own, others: rest, findings: [] };
  const says = `has the run's end as leaf ${index}, and so have ${copies.length + 1} logs (--log), none of which begins with another: one log has been continued in two ways`;
  return { log: own, others: rest, findings: [{ kind: 'log-forked', file, says }] };
}
