import type { RunFacts } from '../domain/judge/run-facts.ts';
import type { FailoverJudgement } from '../domain/run/failover-judgement.ts';
import type { FailoverInput } from '../domain/run/failover-input.ts';
import { durationWords } from '../domain/judge/duration-words.ts';
import type { DependencyMap } from './figure.ts';
import { instantWords } from './instant-words.ts';
import type { Section } from './report-model.ts';
import { cell, section, verdictCell } from './section.ts';
import { worstStore } from './service-loss.ts';

/** Services in the order of their waves, each against its own objective. */
export function servicesSection(
  { services, databases }: FailoverJudgement,
  input: FailoverInput | null,
): Section {
  if (services.length === 0)
    return section('services', 'Services by wave', { notes: ['No service was measured.'] });
  const planned = new Map(input?.services.map((service) => [service.name, service]));
  const waveOf = (name: string) => planned.get(name)?.wave ?? 0;
  const ordered = services.toSorted((a, b) => waveOf(a.name) - waveOf(b.name));
  return section('services', 'Services by wave', {
    notes: ['Each duration is the most that it may have been, of what was promised.'],
    figures: input ? [dependenciesOf(services, input)] : [],
    table: {
      columns: [
        { label: 'Service' },
        { label: 'Wave', kind: 'number' },
        { label: 'Required' },
        { label: 'Answered after', kind: 'number' },
        { label: 'Lost', kind: 'number' },
        { label: 'Verdict' },
      ],
      rows: ordered.map(({ name, rtoSeconds, verdict }) => {
        const plan = planned.get(name);
        const store = plan ? worstStore(plan, databases) : null;
        return [
          cell(name),
          cell(plan ? String(plan.wave + 1) : '–'),
          cell(plan?.required ? 'yes' : 'no'),
          cell(ofPromised(rtoSeconds, plan?.rtoSeconds)),
          cell(store ? ofPromised(store.rpoSeconds, plan?.rpoSeconds) : '–'),
          verdictCell(verdict),
        ];
      }),
    },
  });
}

function ofPromised(seconds: number | null, promisedSeconds: number | undefined): string {
  if (promisedSeconds === undefined) return '–';
  return `${seconds === null ? 'not known' : durationWords(seconds)} of ${durationWords(promisedSeconds)}`;
}

function dependenciesOf(services: FailoverJudgement['services'], input: FailoverInput): DependencyMap {
  const verdicts = new Map(services.map(({ name, verdict }) => [name, verdict]));
  return {
    kind: 'dependencies',
    nodes: input.services.map(({ name, wave, required, dependsOn }) => ({
      name,
      wave: wave + 1,
      required,
      verdict: verdicts.get(name) ?? null,
      dependsOn,
    })),
  };
}

/** The recovery point of every database, and how far those of a group lie apart. */
export function databasesSection(
  { databases, consistency }: FailoverJudgement,
  input: FailoverInput | null,
  facts: RunFacts,
): Section {
  if (databases.length === 0) return section('databases', 'Databases', { notes: ['Nothing was measured.'] });
  const fenced = new Map(facts.outcome('FenceOldPrimary')?.databases.map(({ id, proof }) => [id, proof]));
  const identity = new Map(facts.outcome('ProvePromotion')?.databases.map((proof) => [proof.id, proof]));
  return section('databases', 'Databases', {
    table: {
      columns: [
        { label: 'Database' },
        { label: 'Recovered up to (UTC)', kind: 'instant' },
        { label: 'Lost', kind: 'number' },
        { label: 'Timeline', kind: 'number' },
        { label: 'Fence proven by' },
        { label: 'Verdict' },
      ],
      rows: databases.map((database) => [
        cell(database.id),
        cell(database.recoveryPoint === null ? 'not known' : instantWords(database.recoveryPoint)),
        cell(lostWords(database, input)),
        cell(String(identity.get(database.id)?.timeline ?? '–')),
        cell(fenced.get(database.id) ?? 'not known'),
        verdictCell(database.verdict),
      ]),
    },
    list: consistency.map(
      ({ group, skewSeconds, skewLowSeconds, verdict }) =>
        `Consistency group ${group}: recovery points ${skewSeconds === null ? 'not known' : `${durationWords(skewLowSeconds ?? 0)} to ${durationWords(skewSeconds)} apart`}, ${verdict}.`,
    ),
  });
}

function lostWords(
  { rpoSeconds, heartbeats }: FailoverJudgement['databases'][number],
  input: FailoverInput | null,
): string {
  if (rpoSeconds === null) return 'not known';
  const interval = input?.heartbeat.intervalSeconds ?? 0;
  if (heartbeats.lost > 0 || rpoSeconds > interval) return `at most ${durationWords(rpoSeconds)}`;
  return `less than ${durationWords(interval)}`;
}
