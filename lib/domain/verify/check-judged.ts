import { utf8Text } from '../bytes.ts';
import { canonicalJson } from '../canonical-json.ts';
import type { DrillPredicate } from '../evidence/drill-predicate.ts';
import { EVIDENCE_FILES } from '../evidence/evidence-files.ts';
import type { RunContents } from '../evidence/run-contents.ts';
import type { Statement } from '../evidence/statement.ts';
import { testResult } from '../evidence/test-result.ts';
import { RULES_VERSION } from '../judge/judge-rules.ts';
import { type Difference, judgementDifferences } from '../judge/judgement-differences.ts';
import { formatJudgement } from '../judge/judgement-text.ts';
import { namedRules, underRules } from '../judge/named-rules.ts';
import type { Judgement } from '../run/judgement.ts';
import type { Finding } from './finding.ts';

/** Fields that a person reads first. */
const MOST_SHOWN = 3;

export interface SignedStatements {
  readonly drill: Statement | null;
  readonly result: Statement | null;
}

/** What the raw samples come to by the rules of this version. */
export interface Judged {
  readonly judgement: Judgement;
  readonly predicate: DrillPredicate;
}

/**
 * Holds what a run's files say of its numbers against what the raw samples come to. A file names the rules that it was
 * judged by: of other rules than this version has only what is the same holds. What differs may be their doing or a
 * forger's, who can name whatever rules they like, so that it is a finding of its own kind and never none.
 */
export function checkJudged(
  contents: RunContents,
  { drill, result }: SignedStatements,
  { judgement, predicate }: Judged,
): readonly Finding[] {
  const ranBy = predicate.toolVersion;
  return [
    ...storedJudgement(contents, judgement, ranBy),
    ...signedPredicate({ file: EVIDENCE_FILES.drill, statement: drill, named: drill, ranBy }, predicate),
    ...signedPredicate(
      { file: EVIDENCE_FILES.testResult, statement: result, named: drill, ranBy },
      testResult(predicate),
    ),
  ];
}

function storedJudgement(
  contents: RunContents,
  judgement: Judgement,
  ranBy: string | null,
): readonly Finding[] {
  const file = 'judgement.json';
  const bytes = contents.get(file);
  if (!bytes) return [];
  const text = utf8Text(bytes) ?? '';
  const stored = json(text);
  const rules = namedRules(stored);
  const recomputed = rules === null ? judgement : underRules(judgement, rules);
  if (text === formatJudgement(recomputed)) return [];
  return [differs({ file, rules, ranBy }, judgementDifferences(stored, recomputed))];
}

interface Signed {
  readonly file: string;
  readonly statement: Statement | null;
  /** The statement that names the rules for both. */
  readonly named: Statement | null;
  readonly ranBy: string | null;
}

function signedPredicate({ file, statement, named, ranBy }: Signed, predicate: object): readonly Finding[] {
  if (!statement) return [];
  const rules = named && namedRules(named.predicate);
  const recomputed = rules === null ? predicate : underRules(predicate, rules);
  if (canonicalJson(statement.predicate) === canonicalJson(recomputed)) return [];
  return [differs({ file, rules, ranBy }, judgementDifferences(statement.predicate, recomputed))];
}

interface Source {
  readonly file: string;
  /** By which it says that it was judged; null for none that there can be. */
  readonly rules: number | null;
  readonly ranBy: string | null;
}

function differs({ file, rules, ranBy }: Source, fields: readonly Difference[]): Finding {
  const isOther = rules !== null && rules !== RULES_VERSION;
  const by = isOther ? `rules ${RULES_VERSION}` : 'the raw samples';
  const shown = fields
    .slice(0, MOST_SHOWN)
    .map((field) => `${field.path} is ${field.stored} here and ${field.recomputed} by ${by}`);
  const more = fields.length > MOST_SHOWN ? `; ${fields.length - MOST_SHOWN} more fields differ` : '';
  const seen = shown.length === 0 ? 'is not as it is written' : `${shown.join('; ')}${more}`;
  if (!isOther) return { kind: 'numbers-differ', file, says: seen };
  const says = `says that it was judged by rules ${rules}, and this version has rules ${RULES_VERSION}: ${seen}. Whoever forged numbers could say so as well: verify it with a version that has rules ${rules} (version ${ranBy ?? 'unknown'} ran it)`;
  return { kind: 'other-rules', file, says };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
