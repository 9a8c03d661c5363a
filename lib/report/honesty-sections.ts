import type { RunFacts } from '../domain/judge/run-facts.ts';
import type { FailoverJudgement } from '../domain/run/failover-judgement.ts';
import type { FailoverInput } from '../domain/run/failover-input.ts';
import type { Judgement } from '../domain/run/judgement.ts';
import type { RunInput } from '../domain/run/run-input.ts';
import { notTested } from './not-tested.ts';
import type { IdentityRow, Section } from './report-model.ts';
import { cell, section } from './section.ts';

/** What the environment simulated, beside what AWS does. */
export function simulatedSection(input: RunInput | null): Section {
  const simulations = input?.simulations ?? [];
  if (simulations.length === 0) {
    return section('simulated', 'What was simulated', { notes: [input ? 'Nothing.' : 'Not recorded.'] });
  }
  return section('simulated', 'What was simulated', {
    table: {
      columns: [{ label: 'What' }, { label: 'Here' }, { label: 'On AWS' }],
      rows: simulations.map(({ name, here, aws }) => [cell(name), cell(here), cell(aws)]),
    },
  });
}

export function notTestedSection(
  judgement: FailoverJudgement,
  input: FailoverInput | null,
  facts: RunFacts,
): Section {
  return section('not-tested', 'What was not tested', { list: notTested(judgement, input, facts) });
}

export function findingsSection({ findings }: Judgement): Section {
  return findings.length > 0
    ? section('findings', 'Findings', { list: findings })
    : section('findings', 'Findings', { notes: ['None beside the verdicts.'] });
}

/** What was injected into a failover, as rows of its identity. */
export function disruptionRows(input: FailoverInput | null, facts: RunFacts): readonly IdentityRow[] {
  const disruption = facts.outcome('InjectDisruption');
  return [
    ['Disruption', disruption ? `${disruption.fault} (${disruption.adapter})` : 'none on record'],
    ['Conditions beside it', input ? input.disruption.conditions.join(', ') || 'none' : 'not recorded'],
  ];
}

/** What was run: names, places, versions and digests, and what the kind adds. */
export function identitySection(judgement: Judgement, facts: RunFacts, own: readonly IdentityRow[]): Section {
  const objectives = facts.outcome('RecordObjectives');
  const input = objectives?.input;
  const sites = input?.sites;
  const rows: readonly IdentityRow[] = [
    ['Run', judgement.run],
    ['Plan', judgement.plan],
    ['SHA-256 of the plan', input?.plan.sha256 ?? 'not recorded'],
    ['Target', judgement.target],
    ['Primary site', sites ? `${sites.primary.name} (${sites.primary.region})` : 'not recorded'],
    ['Recovery site', sites ? `${sites.recovery.name} (${sites.recovery.region})` : 'not recorded'],
    ...own,
    ['Execution', objectives?.executionArn ?? 'not recorded'],
    ['Version of Muster', objectives?.toolVersion ?? 'not recorded'],
  ];
  return section('run', 'The run', {
    table: {
      columns: [{ label: 'Field' }, { label: 'Value' }],
      rows: rows.map(([label, value]) => [cell(label), cell(value)]),
    },
  });
}

export function judgeAgainSection(): Section {
  return section('judge-again', 'How to judge it again', {
    notes: [
      "Every number above is computed from the raw files of the run's directory, offline.",
      'The command checks the seal of the files first, computes everything anew, and says field by field where judgement.json differs.',
    ],
    commands: ['npx muster judge RUN-DIRECTORY'],
  });
}
