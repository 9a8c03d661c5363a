import type { Judgement } from '../domain/run/judgement.ts';
import { Verdict } from '../domain/run/judgement-parts.ts';

type Labels = Readonly<Record<string, string>>;

interface Sample {
  readonly labels: Labels;
  readonly value: number;
}

interface Family {
  readonly name: string;
  readonly type: 'gauge' | 'stateset' | 'info';
  readonly unit?: string;
  readonly help: string;
  readonly samples: readonly Sample[];
}

/**
 * A judgement as OpenMetrics 1.0 text, such as node_exporter's textfile collector and Pushgateway take: verdicts as state
 * sets, measures with both their bounds, so that no alert rests on the flattering end. Without time stamps, which those
 * collectors refuse.
 */
export function renderMetrics(judgement: Judgement): string {
  const { run, kind, plan, scope, target } = judgement;
  const labels = { plan, kind, scope };
  const families = [
    { ...INFO, samples: [{ labels: { ...labels, run, target }, value: 1 }] },
    { ...VERDICT, samples: verdictSamples(judgement, labels) },
    ...measureFamilies(judgement, labels),
    { ...HEARTBEATS, samples: heartbeatSamples(judgement, labels) },
  ];
  return `${families.flatMap(familyLines).join('\n')}\n# EOF\n`;
}

const INFO = { name: 'muster_drill', type: 'info', help: 'The run that these numbers are of.' } as const;
const VERDICT = {
  name: 'muster_drill_verdict',
  type: 'stateset',
  help: 'What the run proves: one of the three is 1. Overall is the worst part.',
} as const;
const HEARTBEATS = {
  name: 'muster_drill_heartbeats',
  type: 'gauge',
  help: 'Heartbeats of a client, by what became of them.',
} as const;

const MEASURES = [
  ['rto', 'Time until a client was served again'],
  ['rpo', 'Time of which writes are lost'],
] as const;

function verdictSamples({ verdicts }: Judgement, labels: Labels): readonly Sample[] {
  return Object.entries(verdicts).flatMap(([part, is]) =>
    Verdict.options.map((verdict) => ({
      labels: { ...labels, part, [VERDICT.name]: verdict },
      value: verdict === is ? 1 : 0,
    })),
  );
}

/** What was not measured has no sample: a zero would read as a perfect result. */
function measureFamilies(judgement: Judgement, labels: Labels): readonly Family[] {
  return MEASURES.flatMap(([name, what]): Family[] => {
    const measure = judgement[name];
    const bounds = measure
      ? [
          { labels: { ...labels, bound: 'low' }, value: measure.lowSeconds },
          { labels: { ...labels, bound: 'high' }, value: measure.highSeconds },
        ]
      : [];
    const target = measure ? [{ labels, value: measure.targetSeconds }] : [];
    const unit = { type: 'gauge', unit: 'seconds' } as const;
    return [
      {
        ...unit,
        name: `muster_drill_${name}_seconds`,
        help: `${what}: the interval that holds the truth.`,
        samples: bounds,
      },
      {
        ...unit,
        name: `muster_drill_${name}_objective_seconds`,
        help: `${what}: at most this was promised.`,
        samples: target,
      },
    ];
  });
}

function heartbeatSamples(judgement: Judgement, labels: Labels): readonly Sample[] {
  if (judgement.kind !== 'failover' || !judgement.rpo) return [];
  return Object.entries(judgement.rpo.heartbeats).map(([fate, value]) => ({
    labels: { ...labels, fate },
    value,
  }));
}

function familyLines({ name, type, unit, help, samples }: Family): readonly string[] {
  if (samples.length === 0) return [];
  const suffix = type === 'info' ? '_info' : '';
  return [
    `# TYPE ${name} ${type}`,
    ...(unit ? [`# UNIT ${name} ${unit}`] : []),
    `# HELP ${name} ${help}`,
    ...samples.map(({ labels, value }) => `${name}${suffix}{${labelText(labels)}} ${value}`),
  ];
}

function labelText(labels: Labels): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}="${value.replace(/[\\"\n]/g, escaped)}"`)
    .join(',');
}

function escaped(sign: string): string {
  return sign === '\n' ? '\\n' : `\\${sign}`;
}
