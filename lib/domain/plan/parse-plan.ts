import type { LineCounter } from 'yaml';
import { planDocument } from './plan-document.ts';
import { planFindings } from './plan-findings.ts';
import { secretPlaces } from '../record/mask-secrets.ts';
import { offsetOf } from './plan-places.ts';
import { formatPath, type PlanFinding, type PlanProblem } from './plan-problem.ts';
import { planText } from './plan-text.ts';
import { RecoveryPlan } from './recovery-plan.ts';
import { schemaFindings } from './schema-findings.ts';
import type { TextFinding } from './text-finding.ts';

/** More are of no help to a person, and a hostile file could make very many. */
const MAX_PROBLEMS = 50;

/** A plan stands in the evidence as it is, under the digest that was logged: nothing of it can be masked. */
const SECRET = {
  expected: 'no secret, since the plan is part of the evidence',
  found: 'what looks like one',
  remedy: 'keep it in AWS Secrets Manager, and write here what it is called there',
};

export type ParsedPlan =
  | { readonly ok: true; readonly plan: RecoveryPlan }
  /** In the order of the file; never empty. */
  | { readonly ok: false; readonly problems: readonly PlanProblem[] };

/**
 * Reads a recovery plan from the bytes of a YAML file; `file` is its name in the problems. Never throws: whatever the
 * bytes are, the answer is a plan whose parts fit each other, or what is wrong and where.
 */
export function parsePlan(bytes: Uint8Array, file: string): ParsedPlan {
  const source = planText(bytes, file);
  if (!source.ok) return { ok: false, problems: [source.problem] };
  const read = planDocument(source.text);
  if (!read.ok) return refused(read.findings, { file, lines: read.lines });
  // Before anything else is said of the plan: a finding may quote what stands in it.
  const secrets = secretPlaces(source.text).map((offset) => ({ offset, ...SECRET }));
  if (secrets.length > 0) return refused(secrets, { file, lines: read.lines });
  const shaped = RecoveryPlan.safeParse(read.value);
  const findings = shaped.success
    ? planFindings(shaped.data)
    : schemaFindings(shaped.error.issues, read.value);
  if (shaped.success && findings.length === 0) return { ok: true, plan: shaped.data };
  return refused(
    findings.map((finding) => placed(finding, offsetOf(read.document, finding))),
    { file, lines: read.lines },
  );
}

function placed({ path, expected, found, remedy }: PlanFinding, offset: number): TextFinding {
  return { offset, path: formatPath(path), expected, found, ...(remedy === undefined ? {} : { remedy }) };
}

function refused(
  findings: readonly TextFinding[],
  { file, lines }: { file: string; lines: LineCounter },
): ParsedPlan {
  const problems = findings
    .toSorted((a, b) => a.offset - b.offset)
    .slice(0, MAX_PROBLEMS)
    .map(({ offset, path = '', expected, found, remedy = null }) => {
      const { line, col } = lines.linePos(offset);
      return { file, line: Math.max(1, line), column: Math.max(1, col), path, expected, found, remedy };
    });
  return { ok: false, problems };
}
