import { controlConclusion } from '../../domain/evidence/control-conclusion.ts';
import { type Control, controlsOf } from '../../domain/evidence/controls.ts';
import { markdownText } from '../markdown-text.ts';
import type { VerdictLine } from '../report-model.ts';
import {
  assessmentAssets,
  metadata,
  origins,
  oscalFile,
  props,
  reviewedControls,
  sealedResources,
} from './oscal-parts.ts';
import type { OscalRun } from './oscal-run.ts';

/** What a run came to: each part of its verdict an observation, each gap a risk, each control a finding. */
export function assessmentResults(run: OscalRun): object {
  const { judgement, model, uuid } = run;
  const title = markdownText(`${model.banner.word}: ${model.title}: ${model.overall.toUpperCase()}`);
  return {
    'assessment-results': {
      uuid: uuid('assessment-results'),
      metadata: metadata(title, run.endedAt, run),
      'import-ap': { href: oscalFile(judgement, 'ap') },
      results: [resultOf(run, title)],
      ...listOf(
        'back-matter',
        sealedResources(run, () => true),
        (resources) => ({ resources }),
      ),
    },
  };
}

function resultOf(run: OscalRun, title: string): object {
  const { judgement, model, facts, uuid } = run;
  const { kind, target, scope, plan, verdicts } = judgement;
  const recorded = facts.outcome('RecordObjectives');
  const gaps = model.verdicts.filter(({ verdict }) => verdict !== 'met');
  const findings = controlsOf(judgement).flatMap((control) => findingOf(control, run, gaps));
  const notTested = model.sections.find(({ id }) => id === 'not-tested')?.list ?? [];
  return {
    uuid: uuid('result'),
    title,
    description: markdownText([model.banner.sentence, model.overallReason].join(' ')),
    start: run.startedAt,
    end: run.endedAt,
    ...props({
      run: judgement.run,
      kind,
      target,
      scope,
      plan,
      'plan-sha256': recorded?.input.plan.sha256,
      execution: recorded?.executionArn,
      overall: verdicts.overall,
    }),
    'local-definitions': { 'assessment-assets': assessmentAssets(run) },
    'reviewed-controls': reviewedControls(run),
    observations: [
      ...model.verdicts.map((line) => observationOf(line, run)),
      ...judgement.findings.map((said, index) => remarkOf(said, index, run)),
    ],
    ...listOf('risks', gaps, () => gaps.map((gap) => riskOf(gap, run))),
    ...listOf('findings', findings, () => findings),
    ...listOf('remarks', notTested, () => markdownText(`Not tested: ${notTested.join(' ')}`)),
  };
}

/** OSCAL takes no empty lists. */
function listOf<T>(name: string, found: readonly T[], made: (found: readonly T[]) => unknown): object {
  return found.length > 0 ? { [name]: made(found) } : {};
}

const observationId = ({ uuid }: OscalRun, part: string) => uuid(`observation ${part}`);
const riskId = ({ uuid }: OscalRun, part: string) => uuid(`risk ${part}`);

function observationOf({ part, name, verdict, reason }: VerdictLine, run: OscalRun): object {
  return {
    uuid: observationId(run, part),
    title: markdownText(name),
    description: markdownText(reason || 'no reason is on record'),
    ...props({ part, verdict, ...measured(part, run) }),
    methods: ['TEST'],
    types: ['control-objective'],
    ...origins(run),
    'relevant-evidence': [
      {
        href: 'judgement.json',
        description: 'All numbers; `muster judge` computes them again from the raw files.',
      },
    ],
    collected: run.endedAt,
  };
}

/** Both ends of the interval, and what was promised. */
function measured(part: string, { judgement: { rto, rpo } }: OscalRun) {
  const measure = part === 'rto' || part === 'gap' ? rto : part === 'rpo' ? rpo : null;
  if (!measure) return {};
  const { lowSeconds, highSeconds, targetSeconds } = measure;
  return { 'low-seconds': lowSeconds, 'high-seconds': highSeconds, 'target-seconds': targetSeconds };
}

/** What a reader should know and no verdict says. */
function remarkOf(said: string, index: number, run: OscalRun): object {
  return {
    uuid: observationId(run, `beside ${index}`),
    title: 'Beside the verdicts',
    description: markdownText(said),
    methods: ['TEST'],
    types: ['finding'],
    ...origins(run),
    collected: run.endedAt,
  };
}

function riskOf({ part, name, verdict, reason }: VerdictLine, run: OscalRun): object {
  return {
    uuid: riskId(run, part),
    title: markdownText(`${name}: ${verdict}`),
    description: markdownText(reason || 'no reason is on record'),
    statement:
      verdict === 'missed'
        ? 'In a real event this part of the recovery plan would not keep its promise.'
        : 'Whether this part of the recovery plan keeps its promise is not proven.',
    status: 'open',
    'related-observations': [{ 'observation-uuid': observationId(run, part) }],
  };
}

function findingOf(
  { id, title, statement }: Control,
  run: OscalRun,
  gaps: readonly VerdictLine[],
): readonly object[] {
  if (!statement) return [];
  const { satisfied, reason, because } = controlConclusion(run.judgement);
  const observations = run.model.verdicts.map(({ part }) => ({
    'observation-uuid': observationId(run, part),
  }));
  return [
    {
      uuid: run.uuid(`finding ${statement.id}`),
      title: `${id} ${title}`,
      description: `${satisfied ? 'Satisfied' : 'Not satisfied'}: ${because}.`,
      target: {
        type: 'statement-id',
        'target-id': statement.id,
        status: { state: satisfied ? 'satisfied' : 'not-satisfied', reason, remarks: `${because}.` },
      },
      'related-observations': observations,
      ...listOf('related-risks', gaps, () => gaps.map(({ part }) => ({ 'risk-uuid': riskId(run, part) }))),
    },
  ];
}
