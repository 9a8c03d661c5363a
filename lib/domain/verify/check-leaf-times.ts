import type { DrillPredicate } from '../evidence/drill-predicate.ts';
import { EVIDENCE_FILES } from '../evidence/evidence-files.ts';
import { formatInstant, parseInstant } from '../instant.ts';
import type { EndLeaf, StartLeaf } from '../log/log-leaf.ts';
import { RUN_LIMIT_SECONDS } from '../run/run-limit.ts';
import type { Finding } from './finding.ts';

/** The engine, the functions and the log have clocks of their own, which are kept in step far closer than this. */
const CLOCKS_APART_SECONDS = 1;

/**
 * Whether the log tells of the run in the order in which it can have happened, and let it take no longer than its kind
 * may: a start that says when to miss its end far too late would hide a failure for as long.
 */
export function checkLeafTimes(
  { start, end }: { readonly start: StartLeaf | null; readonly end: EndLeaf },
  { clocks, kind }: DrillPredicate,
): readonly Finding[] {
  const began = { what: 'the run began', at: clocks.startedAt };
  const logged = { what: 'its start was logged', at: start?.at ?? null };
  const sealed = { what: 'its record was sealed', at: clocks.sealedAt };
  const ended = { what: 'its end was logged', at: end.at };
  return [
    ...inOrder(began, logged),
    ...(start?.late ? inOrder(logged, ended) : inOrder(logged, sealed)),
    ...inOrder(sealed, ended),
    ...(start ? endsInTime(start, RUN_LIMIT_SECONDS[kind]) : []),
  ];
}

interface Moment {
  readonly what: string;
  readonly at: string | null;
}

function inOrder(first: Moment, then: Moment): readonly Finding[] {
  if (first.at === null || then.at === null) return [];
  if (parseInstant(first.at) <= parseInstant(then.at) + CLOCKS_APART_SECONDS * 1e6) return [];
  return [outOfTime(`${then.what} at ${then.at}, before ${first.what}: ${first.at}`)];
}

function endsInTime({ at, endsBy }: StartLeaf, limitSeconds: number): readonly Finding[] {
  const latest = parseInstant(at) + limitSeconds * 1e6;
  if (parseInstant(endsBy) <= latest) return [];
  return [
    outOfTime(`the start in the log gives it until ${endsBy}; by its kind it is ${formatInstant(latest)}`),
  ];
}

function outOfTime(says: string): Finding {
  return { kind: 'not-in-log', file: EVIDENCE_FILES.proof, says };
}
