import { CLOCK_ERROR } from '../domain/measurement/clock-error.ts';
import { toSeconds } from '../domain/measurement/interval.ts';
import { parseInstant, secondsBetween } from '../domain/instant.ts';
import type { FailoverJudgement } from '../domain/run/failover-judgement.ts';
import type { Verdict } from '../domain/run/judgement-parts.ts';
import type { FailoverInput } from '../domain/run/failover-input.ts';
import { durationWords } from '../domain/judge/duration-words.ts';
import { instantWords } from './instant-words.ts';
import { measuredWords, rpoWords } from './measured-words.ts';
import { phaseLabel } from './phase-labels.ts';
import type { ObjectiveBars, Waterfall } from './figure.ts';
import { type OwnRecoveryPoint, ownRecoveryPoints } from './service-loss.ts';
import type { Cell, Section, Table } from './report-model.ts';
import { cell, section, verdictCell } from './section.ts';

/** When what happened, in UTC; and how long after the earliest possible disruption. */
export function clocksSection(judgement: FailoverJudgement): Section {
  const { disruption, recovery } = judgement;
  const moments: readonly (readonly [string, string | null])[] = [
    ['Disrupted, at the earliest', disruption?.from ?? null],
    ['Disrupted, at the latest', disruption?.to ?? null],
    ['Detected', judgement.detectedAt],
    ['Declared', judgement.declaredAt],
    ['Recovered, at the earliest', recovery?.from ?? null],
    ['Recovered, at the latest', recovery?.to ?? null],
  ];
  return section('clocks', 'Clocks', {
    notes: [
      'Seen from outside: the disruption lies between the last heartbeat that was acknowledged and the first failure that was known, the recovery within the first heartbeat that was acknowledged at the recovery site and the first good answer of the required services.',
      ...(disruption?.boundedBy === 'receipt'
        ? [
            "That the disruption was not later is known from the injector's receipt, before an attempt timed out.",
          ]
        : []),
      `Clocks of different processes are taken to agree within ${durationWords(toSeconds(CLOCK_ERROR))}; a run whose order of events contradicts that is inconclusive.`,
    ],
    table: {
      columns: [
        { label: 'Event' },
        { label: 'Instant (UTC)', kind: 'instant' },
        { label: 'After the disruption', kind: 'number' },
      ],
      rows: moments.map(([label, at]) => [
        cell(label),
        cell(at === null ? 'not seen' : instantWords(at)),
        since(disruption?.from, at),
      ]),
    },
  });
}

function since(from: string | undefined, at: string | null): Cell {
  if (from === undefined || at === null) return cell('–');
  return cell(`+${secondsBetween(parseInstant(from), parseInstant(at)).toFixed(3)} s`);
}

/** What was promised against what was measured. */
export function objectivesSection(judgement: FailoverJudgement, input: FailoverInput | null): Section {
  const { rto, rpo, verdicts, hold, databases } = judgement;
  const own = input ? ownRecoveryPoints(databases, input) : [];
  return section('objectives', 'Objectives', {
    notes: [
      'Each measurement is an interval that holds the truth. The verdict, and every single number in this report, uses its worst end: what is reported is never better than what was.',
      ...(rpo ? [`One heartbeat was sent every ${durationWords(rpo.intervalSeconds)}.`] : []),
    ],
    figures: objectiveBars(judgement, own),
    table: {
      columns: [{ label: 'Objective' }, { label: 'Promised' }, { label: 'Achieved' }, { label: 'Verdict' }],
      rows: [
        [
          cell('Recovery time (RTO)'),
          target(input?.objectives.rtoSeconds),
          cell(rto ? measuredWords(rto) : 'not measured'),
          verdictCell(verdictOn(rto, verdicts.rto)),
        ],
        [
          cell('Recovery point (RPO)'),
          target(input?.objectives.rpoSeconds),
          cell(rpo ? rpoWords(rpo) : 'not measured'),
          verdictCell(verdictOn(rpo, verdicts.rpo)),
        ],
        ...own.map((one) => [
          cell(`RPO of ${one.services.join(', ')}`),
          target(one.targetSeconds),
          cell(measuredWords(one)),
          verdictCell(one.verdict),
        ]),
        [
          cell('Hold'),
          target(hold?.plannedSeconds),
          target(hold?.heldSeconds ?? undefined),
          verdictCell(verdicts.hold),
        ],
      ],
    },
  });
}

function objectiveBars(
  { rto, rpo, verdicts }: FailoverJudgement,
  own: readonly OwnRecoveryPoint[],
): readonly ObjectiveBars[] {
  const bars = [
    ...(rto ? [{ label: 'Recovery time (RTO)', ...rto, verdict: verdictOn(rto, verdicts.rto) }] : []),
    ...(rpo ? [{ label: 'Recovery point (RPO)', ...rpo, verdict: verdictOn(rpo, verdicts.rpo) }] : []),
    ...own.map((one) => ({ label: `RPO of ${someOf(one.services)}`, ...one })),
  ];
  return bars.length > 0 ? [{ kind: 'objectives', bars }] : [];
}

type Measure = NonNullable<FailoverJudgement['rto']> | NonNullable<FailoverJudgement['rpo']>;

/** A part is missed also when only a service's own promise is: then the plan's was kept, and its row says so. */
function verdictOn(measure: Measure | null, part: Verdict): Verdict {
  return part === 'missed' && measure && measure.highSeconds <= measure.targetSeconds ? 'met' : part;
}

/** As many names as stand beside a bar; the table has all. */
function someOf([first = '', ...others]: readonly string[]): string {
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}

function target(seconds: number | undefined): Cell {
  return cell(seconds === undefined ? '–' : durationWords(seconds));
}

/** Where the recovery time went. */
export function phasesSection({ rto }: FailoverJudgement): Section {
  if (!rto) return section('phases', 'Phases of the recovery', { notes: ['Nothing was measured.'] });
  const { seconds, phases, split } = rto;
  return section('phases', 'Phases of the recovery', {
    notes: [
      `From the earliest possible disruption to the latest possible recovery: together ${durationWords(seconds)}.`,
      `Detecting, as the plan wants it, ${durationWords(split.detectionSeconds)}; waiting for AWS, as far as the record shows it, ${durationWords(split.awsSeconds)}; people ${durationWords(split.humanSeconds)}; Muster, with all that is nobody else's for certain, ${durationWords(split.musterSeconds)}.`,
    ],
    figures: phases.length > 0 ? [waterfallOf(phases)] : [],
    table: phases.length > 0 ? phasesTable(phases, seconds) : null,
  });
}

type Phases = NonNullable<FailoverJudgement['rto']>['phases'];

/** Phases follow each other without a gap. */
function waterfallOf(phases: Phases): Waterfall {
  let start = 0;
  const spans = phases.map(({ name, seconds }) => {
    const span = { label: phaseLabel(name), start, seconds };
    start += seconds;
    return span;
  });
  return { kind: 'waterfall', spans };
}

function phasesTable(phases: Phases, total: number): Table {
  return {
    columns: [
      { label: 'Phase' },
      { label: 'Time', kind: 'number' },
      { label: 'Share', kind: 'number' },
      { label: 'Waiting for AWS', kind: 'number' },
    ],
    rows: phases.map(({ name, seconds, awsSeconds }) => [
      cell(phaseLabel(name)),
      cell(durationWords(seconds)),
      cell(`${total > 0 ? Math.round((100 * seconds) / total) : 0} %`),
      cell(durationWords(awsSeconds)),
    ]),
  };
}
