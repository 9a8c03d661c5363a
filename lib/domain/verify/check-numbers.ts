import { drillPredicate } from '../evidence/drill-predicate.ts';
import { rawTexts, type RunContents, textDigest } from '../evidence/run-contents.ts';
import { sealedStatus } from '../log/end-status.ts';
import type { EndLeaf } from '../log/log-leaf.ts';
import { judgeFacts } from '../judge/judge-run.ts';
import { readRun, type RunFacts } from '../judge/run-facts.ts';
import { weakerThanPlan } from '../judge/weaker-than-plan.ts';
import type { PlanParts } from '../plan/plan-parts.ts';
import { RUN_FILES, type RunFiles } from '../run/run-files.ts';
import { checkJudged, type SignedStatements } from './check-judged.ts';
import { type CheckedReports, checkReports } from './check-reports.ts';
import type { SignedNames } from './check-signed-names.ts';
import type { Finding } from './finding.ts';
import type { Verifier } from './verifier.ts';

export interface CheckedNumbers extends Pick<CheckedReports, 'findings' | 'notes'> {
  /** What may be signed with such a run; null where there is no record to say so. */
  readonly names: SignedNames | null;
  /** The run's plan, as it was read for them; null as above. */
  readonly plan: PlanParts | null;
  /** How the workflow ended, by what it sealed; null where that is not on record. */
  readonly sealedStatus: EndLeaf['status'] | null;
}

/** Computes every number again from the raw samples, and holds against it all that says one. */
export function checkNumbers(
  verifier: Verifier,
  contents: RunContents,
  statements: SignedStatements,
): CheckedNumbers {
  const texts = rawTexts(contents);
  const unreadable = unreadableFiles(contents, texts);
  // That it is missing is said where files are counted.
  if (texts['record.ndjson'] === undefined) {
    return { findings: unreadable, notes: [], sealedStatus: null, names: null, plan: null };
  }
  const digest = textDigest(verifier.sha256);
  const files = { directory: '.', texts };
  const facts = readRun(files);
  const judgement = judgeFacts(files, facts, digest);
  const predicate = drillPredicate(judgement, facts, digest);
  const reports = checkReports(verifier, contents, { judgement, facts, ranBy: predicate.toolVersion });
  return {
    findings: [
      ...unreadable,
      ...checkJudged(contents, statements, { judgement, predicate }),
      ...reports.findings,
    ],
    notes: [...reports.notes, ...planNotes(facts)],
    plan: facts.plan,
    sealedStatus: sealedStatus(facts),
    names: { kind: kindOnRecord(facts), reports: reports.reports },
  };
}

/** What else would be said of the kind is a guess, by which no file is one too many. */
function kindOnRecord(facts: RunFacts): SignedNames['kind'] {
  const isKnown = facts.outcome('RecordObjectives') ?? facts.outcome('SealRecord')?.identity;
  return isKnown ? facts.kind : null;
}

/** Only of a rehearsal: any other run is inconclusive by it, and says so. */
function planNotes(facts: RunFacts): readonly string[] {
  const input = facts.outcome('RecordObjectives')?.input;
  if (!input || weakerThanPlan(input, facts.planText) !== null) return [];
  return [
    'plan.yaml: this version cannot read it as a plan, so that what the run was judged against was not compared with it',
  ];
}

/** A file that is there and is no text is none to the judge: signed or not, nothing was judged of it. */
function unreadableFiles(contents: RunContents, texts: RunFiles['texts']): readonly Finding[] {
  const says = 'is no UTF-8 text, or is too long for one: nothing in it can be judged';
  return RUN_FILES.filter((name) => contents.has(name) && texts[name] === undefined).map((file) => ({
    kind: 'not-in-one-form',
    file,
    says,
  }));
}
