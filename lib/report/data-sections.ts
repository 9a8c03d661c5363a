import type { RunFacts } from '../domain/judge/run-facts.ts';
import type { Judgement } from '../domain/run/judgement.ts';
import type { RunInput } from '../domain/run/run-input.ts';
import { durationWords } from '../domain/judge/duration-words.ts';
import { instantWords } from './instant-words.ts';
import type { Cell, Section } from './report-model.ts';
import { cell, section, verdictCell } from './section.ts';

/** Services in the order of their waves, each against its own objective. */
export function servicesSection({ services }: Judgement, input: RunInput | null): Section {
  const planned = new Map(input?.services.map((service) => [service.name, service]));
  const ordered = services.toSorted(
    (a, b) => (planned.get(a.name)?.wave ?? 0) - (planned.get(b.name)?.wave ?? 0),
  );
  return section('services', 'Services by wave', {
    notes: services.length === 0 ? ['No service was measured.'] : [],
    table:
      services.length === 0
        ? null
        : {
            columns: [
              { label: 'Service' },
              { label: 'Wave', numeric: true },
              { label: 'Required' },
              { label: 'Promised', numeric: true },
              { label: 'Answered after', numeric: true },
              { label: 'Verdict' },
            ],
            rows: ordered.map(({ name, rtoSeconds, verdict }) => {
              const plan = planned.get(name);
              return [
                cell(name),
                cell(plan ? String(plan.wave + 1) : '–'),
                cell(plan?.required ? 'yes' : 'no'),
                cell(plan ? durationWords(plan.rtoSeconds) : '–'),
                cell(rtoSeconds === null ? 'not seen' : `at most ${durationWords(rtoSeconds)}`),
                verdictCell(verdict),
              ];
            }),
          },
  });
}

/** The recovery point of every database, and how far those of a group lie apart. */
export function databasesSection(
  { databases, consistency }: Judgement,
  input: RunInput | null,
  facts: RunFacts,
): Section {
  if (databases.length === 0) return section('databases', 'Databases', { notes: ['Nothing was measured.'] });
  const fenced = new Map(facts.outcome('FenceOldPrimary')?.databases.map(({ id, proof }) => [id, proof]));
  const identity = new Map(facts.outcome('ProvePromotion')?.databases.map((proof) => [proof.id, proof]));
  return section('databases', 'Databases', {
    table: {
      columns: [
        { label: 'Database' },
        { label: 'Recovered up to (UTC)' },
        { label: 'Lost', numeric: true },
        { label: 'Timeline', numeric: true },
        { label: 'Fence proven by' },
        { label: 'Verdict' },
      ],
      rows: databases.map(({ id, recoveryPoint, rpoSeconds, verdict }) => [
        cell(id),
        cell(recoveryPoint === null ? 'not known' : instantWords(recoveryPoint)),
        cell(lostWords(rpoSeconds, input)),
        cell(String(identity.get(id)?.timeline ?? '–')),
        cell(fenced.get(id) ?? 'not known'),
        verdictCell(verdict),
      ]),
    },
    list: consistency.map(
      ({ group, skewSeconds, verdict }) =>
        `Consistency group ${group}: recovery points ${skewSeconds === null ? 'not known' : `at most ${durationWords(skewSeconds)} apart`}, ${verdict}.`,
    ),
  });
}

function lostWords(seconds: number | null, input: RunInput | null): string {
  if (seconds === null) return 'not known';
  const isWithinInterval = input !== null && seconds <= input.heartbeat.intervalSeconds;
  return `${isWithinInterval ? 'less than' : 'at most'} ${durationWords(seconds)}`;
}

/** What became of the heartbeats, which is what the loss is counted in. */
export function heartbeatsSection({ rpo }: Judgement): Section {
  if (!rpo) return section('heartbeats', 'Heartbeats', { notes: ['Nothing was measured.'] });
  const { heartbeats, claimedLagSeconds } = rpo;
  const rows: readonly (readonly [string, number, string])[] = [
    ['Acknowledged', heartbeats.acknowledged, 'the server confirmed the commit'],
    ['Lost', heartbeats.lost, 'acknowledged, and not in the recovered database'],
    ['In doubt', heartbeats.inDoubt, 'sent, and never answered: neither kept nor lost'],
    ['In doubt, survived', heartbeats.inDoubtSurvived, 'in doubt, and in the recovered database'],
    ['Holes', heartbeats.holes, 'lost although a later one survived'],
    ['Phantoms', heartbeats.phantoms, 'in the recovered database, and never sent'],
    ['Split brain', heartbeats.splitBrain, "acknowledged elsewhere after the new primary's first write"],
  ];
  return section('heartbeats', 'Heartbeats', {
    notes:
      claimedLagSeconds === null
        ? []
        : [`Before the disruption, replication lag was claimed to be ${durationWords(claimedLagSeconds)}.`],
    table: {
      columns: [{ label: 'Heartbeats' }, { label: 'Number', numeric: true }, { label: 'Meaning' }],
      rows: rows.map(([label, many, meaning]): readonly Cell[] => [
        cell(label),
        cell(String(many)),
        cell(meaning),
      ]),
    },
  });
}
