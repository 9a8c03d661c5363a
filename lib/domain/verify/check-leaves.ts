import { canonicalJson } from '../canonical-json.ts';
import type { DrillPredicate } from '../evidence/drill-predicate.ts';
import { EVIDENCE_FILES } from '../evidence/evidence-files.ts';
import type { ProofFile } from '../evidence/proof-file.ts';
import { type EndLeaf, parseLeaf, type StartLeaf } from '../log/log-leaf.ts';
import { logOrigin } from '../log/log-origin.ts';
import { checkLeafTimes } from './check-leaf-times.ts';
import type { Finding } from './finding.ts';

/** What is signed of the run, and the digest of the bytes that are. */
export interface SignedDrill {
  readonly predicate: DrillPredicate;
  readonly statementSha256: string;
  /** How the workflow ended, by what it sealed; null where that is not on record. */
  readonly sealedStatus: EndLeaf['status'] | null;
}

const file = EVIDENCE_FILES.proof;

/** Whether the leaves are this run's, and say of it what its statement says. */
export function checkLeaves(proof: ProofFile, drill: SignedDrill): readonly Finding[] {
  const [start, end] = [proof.start && parseLeaf(proof.start.leaf), parseLeaf(proof.end.leaf)];
  const before = [...checkOrigin(proof, drill.predicate), ...checkStartLeaf(proof, drill.predicate)];
  if (end?.type !== 'end') return [...before, another('the end in the log is none')];
  const leaves = { start: start?.type === 'start' ? start : null, end };
  return [...before, ...checkEndLeaf(proof, end, drill), ...checkLeafTimes(leaves, drill.predicate)];
}

/** A log of somewhere else holds nothing: whoever has the key could begin one for each run, and show the best. */
function checkOrigin({ origin }: ProofFile, { sites }: DrillPredicate): readonly Finding[] {
  const own = sites ? [sites.primary, sites.recovery].map(logOrigin) : [origin];
  return own.includes(origin)
    ? []
    : [another(`is of the log ${origin}; the run's sites have ${own.join(' and ')}`)];
}

function checkStartLeaf({ start }: ProofFile, predicate: DrillPredicate): readonly Finding[] {
  const mayBeLate = predicate.scope === 'real';
  if (!start)
    return mayBeLate ? [] : [another('the log has no start of this run, and only a real event may')];
  const leaf = parseLeaf(start.leaf);
  if (leaf?.type !== 'start') return [another('the start in the log is none')];
  const { executionArn, plan } = predicate;
  return [
    ...(mayBeLate ? [] : checkInTime(leaf, predicate)),
    ...same('the start in the log', 'not-in-log', [
      ['run', leaf.run, predicate.run],
      ['kind', leaf.kind, predicate.kind],
      ['plan', leaf.plan, plan],
      ['execution', leaf.executionArn, executionArn ?? leaf.executionArn],
    ]),
    ...same('the start in the log', 'numbers-differ', objectivesOf(leaf, predicate)),
  ];
}

/** What it would be judged against was fixed before anything happened; only a real event does not wait for its log. */
function checkInTime({ late, at }: StartLeaf, { clocks }: DrillPredicate): readonly Finding[] {
  if (late) return [another('the start was logged late, and only that of a real event may')];
  const begun = clocks.disruptedAt ?? clocks.declaredAt;
  if (begun === null || at < begun) return [];
  return [another(`the start was logged at ${at}, when the run was under way: ${begun}`)];
}

function objectivesOf(leaf: StartLeaf, { scope, target, objectives }: DrillPredicate): readonly Compared[] {
  return [
    ['scope', leaf.scope, scope],
    ['target', leaf.target ?? target, target],
    // A run that never recorded its objectives has none to hold against what it said that they would be.
    ['objectives', leaf.objectives, objectives ?? leaf.objectives],
  ];
}

function checkEndLeaf(
  { start, end }: ProofFile,
  leaf: EndLeaf,
  { predicate, statementSha256, sealedStatus }: SignedDrill,
): readonly Finding[] {
  const { run, scope, verdicts } = predicate;
  return [
    ...(start && start.index >= end.index ? [another('the end is in the log before the start')] : []),
    ...same('the end in the log', 'not-in-log', [
      ['run', leaf.run, run],
      ['start', leaf.start, start?.index ?? null],
      ['statement', leaf.statementSha256, statementSha256],
    ]),
    ...same('the end in the log', 'numbers-differ', [
      ['scope', leaf.scope, scope],
      ['overall verdict', leaf.overall, verdicts['overall']],
      ['verdicts', leaf.verdicts, verdicts],
    ]),
    ...checkStatus(leaf, sealedStatus),
  ];
}

/** What was whole when it was sealed may have failed afterwards; nothing else becomes of what is sealed. */
function checkStatus({ status }: EndLeaf, sealed: EndLeaf['status'] | null): readonly Finding[] {
  if (sealed === null || status === sealed || (sealed === 'completed' && status === 'failed')) return [];
  return [
    {
      kind: 'numbers-differ',
      file,
      says: `the end in the log has it ${status}; the record was sealed as ${sealed}`,
    },
  ];
}

type Compared = readonly [what: string, logged: unknown, signed: unknown];

function same(
  which: string,
  kind: 'not-in-log' | 'numbers-differ',
  compared: readonly Compared[],
): readonly Finding[] {
  return compared.flatMap(([what, logged, signed]) => {
    const [one, other] = [logged, signed].map((value) => canonicalJson(value ?? null));
    return one === other
      ? []
      : [{ kind, file, says: `${which} has ${what} ${one}; the statement has ${other}` }];
  });
}

function another(says: string): Finding {
  return { kind: 'not-in-log', file, says };
}
