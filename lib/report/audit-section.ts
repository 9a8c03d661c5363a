import { controlConclusion } from '../domain/evidence/control-conclusion.ts';
import { controlsOf } from '../domain/evidence/controls.ts';
import type { RunFacts } from '../domain/judge/run-facts.ts';
import { readRetention } from '../domain/plan/read-retention.ts';
import { readEvidenceScope } from '../domain/plan/read-evidence-scope.ts';
import type { Judgement } from '../domain/run/judgement.ts';
import type { Section } from './report-model.ts';
import { cell, section } from './section.ts';

type Row = readonly [field: string, says: string];

/** Every field that auditors ask of a drill's record: what it is, in which section it stands, or why it is not there. */
export function auditSection(judgement: Judgement, facts: RunFacts, own: readonly Section[]): Section {
  const shown = new Map(own.map(({ id, title }) => [id, title]));
  const rows: readonly Row[] = [
    ...planRows(facts),
    ...objectiveRows(facts),
    ...peopleRows(judgement, facts),
    ...measuredRows(judgement, shown),
    ...proofRows(judgement, shown),
    ...honestyRows(judgement, shown),
    ['Retention of this evidence', keptWords(facts)],
    ['Controls', controlWords(judgement)],
    [
      'Place in the log, previous entries',
      'in evidence/proof.json: the log is appended to after this report',
    ],
  ];
  return section('audit', 'What auditors ask for', {
    table: {
      columns: [{ label: 'Field' }, { label: 'Value, or where it stands, or why it does not' }],
      rows: rows.map(([field, says]) => [cell(field), cell(says)]),
    },
  });
}

function planRows({ plan }: RunFacts): readonly Row[] {
  const scope = readEvidenceScope(plan);
  const unknown = 'the plan of this run cannot be read by this version; it lies beside this report';
  return [
    ['Business functions', scope ? named(scope.businessFunctions) : unknown],
    ['Criticality', scope?.criticality ?? unknown],
    ['Assumptions of the plan', scope ? named(scope.assumptions) : unknown],
    ['What no drill of the plan shows', scope ? named(scope.notTested) : unknown],
    [
      'Plan approved by',
      'not asked: whoever keeps the plan approves its changes, for which its digest stands',
    ],
    ['Plan changed since the last drill', 'not in one run: `muster log` shows the digest of every run'],
  ];
}

function named(texts: readonly string[]): string {
  return texts.length > 0 ? texts.join('; ') : 'the plan names none';
}

function objectiveRows(facts: RunFacts): readonly Row[] {
  const recorded = facts.entries.find(
    (entry) => entry.kind === 'outcome' && entry.state === 'RecordObjectives',
  );
  const says = recorded
    ? `on record since ${recorded.at}, before anything was changed`
    : 'not recorded: the run did not come so far';
  return [['Objectives', says]];
}

function peopleRows({ scope }: Judgement, facts: RunFacts): readonly Row[] {
  const asked = scope === 'real' || facts.outcome('RequestApproval') !== null;
  const people = asked ? 'in The run and Findings, each with what was answered and when' : 'nobody was asked';
  const account = /^arn:[^:]+:states:([^:]+):(\d+):/.exec(
    facts.outcome('RecordObjectives')?.executionArn ?? '',
  );
  return [
    ['Account and region of the orchestrator', account ? `${account[2]}, ${account[1]}` : 'not recorded'],
    ['Initiator, approvers', people],
    ['Operators, observers', 'not recorded: Muster knows whoever answers it, and nobody else'],
  ];
}

function measuredRows(judgement: Judgement, shown: ReadonlyMap<string, string>): readonly Row[] {
  const moves = judgement.kind === 'failover' || judgement.kind === 'switchover';
  return [
    [
      'Clocks',
      stands(
        shown,
        ['clocks', 'legs', 'interruption'],
        'nobody is interrupted by a drill of this kind; Steps has every moment',
      ),
    ],
    [
      'Recovery time, by phases and from which moment',
      stands(
        shown,
        ['phases', 'legs', 'interruption', 'restored'],
        moves ? 'not measured' : 'no client was interrupted',
      ),
    ],
    [
      'Recovery point, method, uncertainty',
      stands(
        shown,
        ['loss', 'restored', 'checks', 'streams'],
        'no recovery point is measured by a drill of this kind',
      ),
    ],
    ['Failback started, normal restored', 'a failback is a plan and a run of its own, never automatic'],
  ];
}

function proofRows(judgement: Judgement, shown: ReadonlyMap<string, string>): readonly Row[] {
  const buckets = stands(
    shown,
    ['buckets', 'canaries', 'inventory', 'differences'],
    `a ${judgement.kind} reads no object of a bucket`,
  );
  return [
    [
      'Data proof',
      stands(
        shown,
        ['databases', 'content', 'integrity', 'restored', 'diverged'],
        `a ${judgement.kind} proves no data`,
      ),
    ],
    ['Object proof', buckets],
    [
      'Security during the disruption',
      'not measured: Muster asks no more of it than TLS of its own connections',
    ],
    ['Steps, attempts', stands(shown, ['steps'], 'none on record')],
    ['Request ids', 'in record.ndjson and in the trail of the account, not here'],
  ];
}

function honestyRows({ verdicts }: Judgement, shown: ReadonlyMap<string, string>): readonly Row[] {
  const parts = Object.keys(verdicts).filter((part) => part !== 'overall');
  return [
    [
      'Verdicts kept apart',
      `${parts.join(', ')}; overall is the worst. That of the evidence is what \`muster verify\` says`,
    ],
    [
      'Not tested, simulated',
      stands(shown, ['not-tested', 'simulated'], 'everything that a drill of this kind is for was done'),
    ],
    ['Findings', 'in Findings; owner and due date belong to whoever follows them up'],
    [
      'Clean-up',
      'in the verdict of that name; what was created, deleted and left in record.ndjson. Cost: not computed',
    ],
  ];
}

function stands(shown: ReadonlyMap<string, string>, ids: readonly string[], otherwise: string): string {
  const titles = ids.flatMap((id) => shown.get(id) ?? []);
  return titles.length > 0 ? `in ${titles.join(', ')}` : otherwise;
}

/** The report is written before its files are locked: that they were is in retention.json, which is signed with it. */
function keptWords(facts: RunFacts): string {
  const { mode, seconds } = readRetention(facts.plan);
  const days = Math.ceil(seconds / 86_400);
  const store = facts.outcome('ExportRun')?.store;
  const asked = `the plan asks for ${days} days, ${mode}`;
  switch (store?.objectLock) {
    case 'on':
      return `${asked}; the bucket has Object Lock, and retention.json says until when it keeps this run`;
    case 'off':
      return `NOT KEPT: ${asked}, and the bucket has no Object Lock: whoever may delete there can delete this run`;
    case 'unknown':
      return `${asked}; whether the bucket has Object Lock is not known: ${store.problem}`;
    default:
      return `${asked}; whether the bucket has Object Lock is not on record`;
  }
}

function controlWords(judgement: Judgement): string {
  const controls = controlsOf(judgement).map(({ framework, id }) => `${framework} ${id}`);
  const { satisfied, because } = controlConclusion(judgement);
  if (controls.length === 0) return 'a run of this kind is evidence for none';
  return `${satisfied ? 'evidence for' : 'satisfies none'}: ${because}. Of this kind: ${controls.join(', ')}`;
}
