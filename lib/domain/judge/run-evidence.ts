import type { RunIdentity } from '../record/shared-outcomes.ts';
import type { RunFiles } from '../run/run-files.ts';
import type { RunInput } from '../run/run-input.ts';
import { RunName } from '../run/run-parts.ts';
import type { Integrity } from './check-integrity.ts';
import { optionFindings } from './option-findings.ts';
import type { RunFacts } from './run-facts.ts';

/** All that the judge of a kind has: the files as text and as data, and whether they can be relied on. */
export interface RunEvidence {
  readonly files: RunFiles;
  readonly facts: RunFacts;
  readonly integrity: Integrity;
}

/**
 * Without recorded objectives a run is what closed its record says. Records of earlier versions have no such thing: what
 * is not known of their scope is claimed to be the weakest, which is a rehearsal's.
 */
export function identityOf(
  input: RunInput | null,
  { files: { directory, texts }, facts }: RunEvidence,
): RunIdentity {
  if (input) {
    const { run, target, scope, plan } = input;
    return { run, kind: facts.kind, target, scope, plan: plan.name };
  }
  const identity = facts.outcome('SealRecord')?.identity;
  if (identity) return identity;
  return {
    run: runOf(facts) ?? directory,
    kind: facts.kind,
    target: 'sandbox',
    scope: 'rehearsal',
    plan: /^name:\s*["']?([^"'\s]+)/m.exec(texts['plan.yaml'] ?? '')?.[1] ?? 'unknown',
  };
}

/** The lock's owner is free text until it is found to be the name of a run: it comes into pages that people execute. */
function runOf(facts: RunFacts): string | null {
  const name = RunName.safeParse(facts.outcome('AcquireLock')?.owner.split(':').at(-1));
  return name.success ? name.data : null;
}

export function integrityFindings({
  integrity: { broken, unsealed, weaker },
  facts,
}: RunEvidence): readonly string[] {
  return [
    ...broken.map((problem) => `The files are not those of the run: ${problem}.`),
    ...(unsealed ? ['The record was never sealed: nobody vouches for the files.'] : []),
    ...weaker.map((one) => `The run was not judged by its plan: ${one}.`),
    ...optionFindings(facts),
  ];
}
