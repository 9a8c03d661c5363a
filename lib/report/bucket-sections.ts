import type { BucketFinding } from '../domain/judge/buckets/bucket-finding.ts';
import { canaryDelay } from '../domain/judge/buckets/judge-canary.ts';
import type { RunFacts } from '../domain/judge/run-facts.ts';
import { durationWords } from '../domain/judge/duration-words.ts';
import type { BucketInventory } from '../domain/inventory/inventory-result.ts';
import type { NamedLine } from '../domain/inventory/inventory-line.ts';
import { type Interval, toSeconds } from '../domain/measurement/interval.ts';
import type { InspectedBucket } from '../domain/record/bucket-outcomes.ts';
import { instantWords } from './instant-words.ts';
import type { Cell, Section } from './report-model.ts';
import { cell, section, verdictCell } from './section.ts';
import { sizeWords } from './size-words.ts';

/** Both buckets of every pair: how they are set, and how much they hold. */
export function bucketsSection(findings: readonly BucketFinding[], facts: RunFacts): Section {
  const inspected = facts.outcome('InspectBuckets')?.buckets ?? [];
  if (inspected.length === 0) return section('buckets', 'Buckets', { notes: ['None was looked at.'] });
  return section('buckets', 'Buckets', {
    notes: ['Objects and bytes are those of current versions; older versions are not counted.'],
    table: {
      columns: [
        { label: 'Bucket' },
        { label: 'Side' },
        { label: 'Name' },
        { label: 'Versioning' },
        { label: 'Rules in force', kind: 'number' },
        { label: 'Objects', kind: 'number' },
        { label: 'Bytes', kind: 'number' },
        { label: 'Verdict' },
      ],
      rows: inspected.flatMap(({ id, primary, replica }) => [
        [cell(id), cell('primary'), ...sideCells(primary), verdictOf(id, findings)],
        [cell(id), cell('replica'), ...sideCells(replica), verdictOf(id, findings)],
      ]),
    },
    list: findings.filter(({ verdict }) => verdict !== 'met').map(({ reason }) => `${reason}.`),
  });
}

/** How long the canary of every pair was on its way. */
export function canarySection(findings: readonly BucketFinding[], facts: RunFacts): Section {
  const sent = facts.outcome('SendCanary')?.canaries ?? [];
  if (sent.length === 0) return section('canaries', 'Canary objects', { notes: ['None was sent.'] });
  const sightings = facts.outcome('AwaitCanary')?.canaries ?? [];
  return section('canaries', 'Canary objects', {
    notes: [
      'One small object was written into each primary bucket. It has arrived when the replica shows it with the same version, size and checksum; how exact that is depends on how often it was looked for.',
    ],
    table: {
      columns: [
        { label: 'Bucket' },
        { label: 'Written (UTC)', kind: 'instant' },
        { label: 'On its way', kind: 'number' },
        { label: 'Its source says' },
        { label: 'Verdict' },
      ],
      rows: sent.map((canary) => {
        const sighting = sightings.find(({ id }) => id === canary.id);
        const delay = sighting ? canaryDelay(canary, sighting) : null;
        return [
          cell(canary.id),
          cell(instantWords(canary.sentAt)),
          cell(delay ? delayWords(delay) : 'not seen'),
          cell(sighting?.sourceStatus ?? 'nothing'),
          verdictOf(canary.id, findings),
        ];
      }),
    },
    list: findings.filter(({ verdict }) => verdict !== 'met').map(({ reason }) => `${reason}.`),
  });
}

/** What the buckets of every pair hold, held against one another key by key. */
export function inventorySection(
  findings: readonly BucketFinding[],
  inventories: readonly BucketInventory[],
): Section {
  if (inventories.length === 0)
    return section('inventory', 'Inventory of the buckets', { notes: ['No bucket was compared.'] });
  return section('inventory', 'Inventory of the buckets', {
    notes: [
      'Objects are the same when size and entity tag are, or a checksum that both sides keep. Content was not read.',
    ],
    table: {
      columns: [
        { label: 'Bucket' },
        { label: 'The same', kind: 'number' },
        { label: 'Missing', kind: 'number' },
        { label: 'Different', kind: 'number' },
        { label: 'Extra', kind: 'number' },
        { label: 'Failed', kind: 'number' },
        { label: 'Not decided', kind: 'number' },
        { label: 'On the way', kind: 'number' },
        { label: 'Verdict' },
      ],
      rows: inventories.map(({ bucket, counts }) => [
        cell(bucket),
        cell(String(counts.same + counts['other-version'])),
        cell(String(counts.missing)),
        cell(String(counts.different)),
        cell(String(counts.extra)),
        cell(String(counts.failed)),
        cell(String(counts.undecided)),
        cell(String(counts['on-its-way'])),
        verdictOf(bucket, findings),
      ]),
    },
    list: inventories.flatMap(({ named }) => named.slice(0, MOST_NAMED).map(namedWords)),
  });
}

const MOST_NAMED = 20;

const KINDS: Readonly<Record<NamedLine['line'], string>> = {
  missing: 'not on the replica',
  extra: 'on the replica only',
  different: 'different on the replica',
  undecided: 'not known to be the same',
  'on-its-way': 'on the way to the replica',
  failed: 'given up by replication',
};

const DIFFERENCES = { size: 'size', etag: 'entity tag', checksum: 'checksum' } as const;

function namedWords({ bucket, key, line, differs }: NamedLine): string {
  const what = differs.map((difference) => DIFFERENCES[difference]).join(', ');
  return `${bucket}: "${key}" is ${KINDS[line]}${what === '' ? '' : ` in its ${what}`}.`;
}

function sideCells(bucket: InspectedBucket): readonly Cell[] {
  const { contents } = bucket;
  const atLeast = contents && !contents.complete ? 'at least ' : '';
  return [
    cell(bucket.name),
    cell(bucket.settings?.versioning ?? (bucket.exists ? 'not known' : 'no such bucket')),
    cell(bucket.settings ? String(bucket.settings.rules.filter(({ enabled }) => enabled).length) : '–'),
    cell(contents ? `${atLeast}${contents.objects}` : 'not known'),
    cell(contents ? `${atLeast}${sizeWords(contents.bytes)}` : 'not known'),
  ];
}

function verdictOf(bucket: string, findings: readonly BucketFinding[]): Cell {
  return verdictCell(findings.find((finding) => finding.bucket === bucket)?.verdict ?? 'inconclusive');
}

function delayWords({ low, high }: Interval): string {
  return `${durationWords(toSeconds(low))} to ${durationWords(toSeconds(high))}`;
}
