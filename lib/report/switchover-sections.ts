import { durationWords } from '../domain/judge/duration-words.ts';
import type { MeasuredLeg, SwitchoverMeasurement } from '../domain/judge/switchover/measure-switchover.ts';
import type { TimedAttempt } from '../domain/measurement/timed-attempt.ts';
import type { SwitchoverJudgement } from '../domain/run/switchover-judgement.ts';
import type { Fate, LedgerChart } from './figure.ts';
import { instantWords } from './instant-words.ts';
import { bucketed, type FatedAttempt } from './ledger-buckets.ts';
import { measuredWords } from './measured-words.ts';
import { phaseLabel } from './phase-labels.ts';
import type { Section } from './report-model.ts';
import { cell, section, verdictCell } from './section.ts';

type JudgedLeg = SwitchoverJudgement['legs'][number];

/** So many seconds before and after an interruption are drawn with it. */
const MARGIN_SECONDS = 1;

function nameOf({ leg, from, to }: Pick<JudgedLeg, 'leg' | 'from' | 'to'>): string {
  return `${leg === 'there' ? 'There' : 'Back'}: ${from} to ${to}`;
}

/** Each change of roles, and how long clients were without the service. */
export function legsSection({ legs, servingSite }: SwitchoverJudgement): Section {
  return section('legs', 'Changes of roles', {
    notes: [
      'Seen from outside: writers were refused from the last heartbeat that the old primary acknowledged until the first of a row of good ones at the new one.',
      `When the run was over, ${servingSite ?? 'a site that is not on record'} served.`,
    ],
    table: {
      columns: [
        { label: 'Leg' },
        { label: 'Refused from (UTC)', kind: 'instant' },
        { label: 'Served again (UTC)', kind: 'instant' },
        { label: 'Writers refused' },
        { label: 'With services' },
      ],
      rows: legs.map((leg) => [
        cell(nameOf(leg)),
        cell(leg.refusedFrom ? instantWords(leg.refusedFrom) : 'not seen'),
        cell(leg.servedFrom ? instantWords(leg.servedFrom) : 'not seen'),
        cell(leg.writersRefused ? measuredWords(leg.writersRefused) : 'not measured'),
        cell(leg.interrupted ? measuredWords(leg.interrupted) : 'not measured'),
      ]),
    },
  });
}

/** Where the time went for which writers were refused. */
export function interruptionSection({ legs, verdicts }: SwitchoverJudgement): Section {
  const bars = legs.flatMap(({ interrupted, ...leg }) =>
    interrupted ? [{ label: nameOf(leg), ...interrupted, verdict: verdicts.gap }] : [],
  );
  return section('interruption', 'Where the interruption went', {
    notes: ['Each leg from the earliest refusal to the latest first write, cut where its steps ended.'],
    figures: [
      ...(bars.length > 0 ? [{ kind: 'objectives' as const, bars }] : []),
      ...legs.filter(({ phases }) => phases.length > 0).map(waterfallOf),
    ],
    table: {
      columns: [{ label: 'Leg' }, { label: 'Phase' }, { label: 'Time', kind: 'number' }],
      rows: legs.flatMap((leg) =>
        leg.phases.map(({ name, seconds }) => [
          cell(nameOf(leg)),
          cell(phaseLabel(name)),
          cell(durationWords(seconds)),
        ]),
      ),
    },
  });
}

function waterfallOf({ leg, phases }: JudgedLeg) {
  const way = leg === 'there' ? 'There' : 'Back';
  let start = 0;
  const spans = phases.map(({ name, seconds }) => {
    const span = { label: `${way}: ${phaseLabel(name)}`, start, seconds };
    start += seconds;
    return span;
  });
  return { kind: 'waterfall' as const, spans };
}

/** How long the data had one copy only. */
export function protectionSection({ legs, verdicts }: SwitchoverJudgement): Section {
  return section('protection', 'Without a second copy', {
    notes: [
      'From the promotion until a new replica was seen to stream and to have everything. Until then the old primary was kept aside, fenced; it is no copy of what was written since.',
    ],
    table: {
      columns: [
        { label: 'Leg' },
        { label: 'Promised' },
        { label: 'Without a second copy' },
        { label: 'Rows on the old primary alone', kind: 'number' },
        { label: 'Verdict' },
      ],
      rows: legs.map((leg) => [
        cell(nameOf(leg)),
        cell(leg.withoutSecondCopy ? durationWords(leg.withoutSecondCopy.targetSeconds) : '–'),
        cell(leg.withoutSecondCopy ? measuredWords(leg.withoutSecondCopy) : 'not measured'),
        cell(leg.divergedRows === null ? 'not known' : String(leg.divergedRows)),
        verdictCell(verdicts.protection),
      ]),
    },
  });
}

/** What became of every row that a writer was told was committed. */
export function lossSection({ legs, rpo, reasons }: SwitchoverJudgement): Section {
  return section('loss', 'Nothing lost, in either direction', {
    notes: [
      `${reasons['rpo'] ?? ''}.`,
      'Each acknowledged row was looked for on the last primary, whichever server had acknowledged it. Rows in doubt were sent when a session ended, and promised to nobody.',
      'What was written between the two changes of roles counts with both of them, and once in the whole run.',
    ],
    table: rpo && {
      columns: [
        { label: 'Leg' },
        { label: 'Acknowledged', kind: 'number' },
        { label: 'Lost', kind: 'number' },
        { label: 'In doubt', kind: 'number' },
        { label: 'of them there', kind: 'number' },
        { label: 'Split brain', kind: 'number' },
      ],
      rows: [
        ...legs.map((leg) => ({ name: nameOf(leg), counts: leg.heartbeats })),
        { name: 'The whole run', counts: rpo.heartbeats },
      ].map(({ name, counts: { acknowledged, lost, inDoubt, inDoubtSurvived, splitBrain } }) => [
        cell(name),
        ...[acknowledged, lost, inDoubt, inDoubtSurvived, splitBrain].map((many) => cell(String(many))),
      ]),
    },
  });
}

/** What clients were answered around each interruption. */
export function switchedLedgerSection(run: SwitchoverMeasurement | null, intervalSeconds: number): Section {
  const charts = (run?.legs ?? []).flatMap((leg) => chartsOf(leg, run, intervalSeconds));
  return section('ledger', 'The ledger over time', {
    notes:
      charts.length > 0
        ? [
            `One attempt to commit a row each ${durationWords(intervalSeconds)}, drawn at the time at which it began, from the earliest refusal on. Columns: acknowledged by the old primary (blue), by the new one (green), acknowledged and lost (red). Shaded: writers were refused.`,
          ]
        : ['No interruption was seen in the samples, so there is nothing to draw.'],
    figures: charts,
  });
}

function chartsOf(
  { facts, databases, refused, served }: MeasuredLeg,
  run: SwitchoverMeasurement | null,
  intervalSeconds: number,
): readonly LedgerChart[] {
  if (!refused || !served || !run) return [];
  const outage = { from: 0, to: (served.high - refused.low) / 1e6 };
  const range = { from: -MARGIN_SECONDS, to: outage.to + MARGIN_SECONDS };
  return databases.map(({ id, attempts, server }): LedgerChart => {
    const lost = new Set(run.databases.find((one) => one.id === id)?.loss?.lost.map(({ sent }) => sent));
    const fated = attempts
      .map((attempt): FatedAttempt => {
        return { at: (attempt.sent - refused.low) / 1e6, fate: fateOf(attempt, server, lost) };
      })
      .filter(({ at }) => at >= range.from && at <= range.to);
    const label = `${id}, ${facts.leg === 'there' ? 'the way there' : 'the way back'}`;
    return { kind: 'ledger', label, outage, ...bucketed(fated, range, intervalSeconds) };
  });
}

function fateOf(
  { outcome, server, sent }: TimedAttempt,
  now: string | null,
  lost: ReadonlySet<number>,
): Fate {
  if (outcome === 'in-doubt') return 'inDoubt';
  if (outcome === 'failed') return 'failed';
  if (lost.has(sent)) return 'lost';
  return server === now ? 'served' : 'kept';
}
