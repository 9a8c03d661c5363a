import { expect, it } from 'vitest';
import { inventoryResult } from '../../../lib/domain/inventory/inventory-result.ts';
import { judgeBuckets } from '../../../lib/domain/judge/buckets/judge-buckets.ts';
import { judgeCanaries } from '../../../lib/domain/judge/buckets/judge-canary.ts';
import { judgeInventories } from '../../../lib/domain/judge/buckets/judge-inventory.ts';
import { bucketsSection, canarySection, inventorySection } from '../../../lib/report/bucket-sections.ts';
import type { Section } from '../../../lib/report/report-model.ts';
import { bucketFacts } from '../../fakes/bucket-facts.ts';
import { SENT } from '../../fakes/bucket-world.ts';
import { PAIR } from '../../fakes/fake-buckets.ts';
import { inspected } from '../../fakes/inspected.ts';
import { compared } from '../../fakes/inventory-order.ts';
import { ANOTHER_ETAG, object } from '../../fakes/listings.ts';

const rowsOf = ({ table }: Section) => table?.rows.map((row) => row.map(({ text }) => text));

it('a report says how buckets are set and how much they hold, or at least hold', () => {
  const contents = { objects: 5, bytes: 12_345, deleteMarkers: 1, complete: false };
  const settings = { versioning: 'suspended' as const, rules: [] };
  const facts = bucketFacts({
    InspectBuckets: { buckets: [inspected({ replica: { contents, settings } })] },
  });
  const section = bucketsSection(judgeBuckets([PAIR], facts), facts);
  expect(rowsOf(section)).toEqual([
    ['documents', 'primary', 'documents-north', 'enabled', '1', '2', '2.0 kB', 'missed'],
    ['documents', 'replica', 'documents-west', 'suspended', '0', 'at least 5', 'at least 12.3 kB', 'missed'],
  ]);
  expect(section.list).toEqual([
    'documents: versioning of documents-west is suspended, without which nothing is replicated.',
  ]);
});

it('a report says how long canaries were on their way, between two bounds', () => {
  const sighting = {
    id: 'documents',
    lastUnseenAt: '2026-03-01T12:00:01.005000Z',
    seenAt: '2026-03-01T12:00:01.500000Z',
    completedAt: '2026-03-01T12:00:01.500000Z',
    replica: null,
    sourceStatus: 'COMPLETED' as const,
    lookedAt: '2026-03-01T12:00:01.450000Z',
    problem: null,
  };
  const facts = bucketFacts({ SendCanary: SENT, AwaitCanary: { canaries: [sighting] } });
  const findings = judgeCanaries([PAIR], facts, { timeoutSeconds: 900, rpoSeconds: 300 });
  expect(rowsOf(canarySection(findings, facts))).toEqual([
    ['documents', expect.stringContaining('12:00:00'), '1 s to 1.5 s', 'COMPLETED', 'met'],
  ]);
});

it('a report counts the objects of an inventory by kind, and names the first that differ', async () => {
  const primary = ['a', 'b', 'c'].map((key) => object(key));
  const replica = [object('a'), object('b', { etag: ANOTHER_ETAG })];
  const { lines } = await compared({ primary, replica });
  const section = inventorySection(judgeInventories([PAIR], lines, 300), inventoryResult(lines));
  expect(rowsOf(section)).toEqual([['documents', '1', '1', '1', '0', '0', '0', '0', 'missed']]);
  expect(section.list).toEqual([
    'documents: "b" is different on the replica in its entity tag.',
    'documents: "c" is not on the replica.',
  ]);
});

it('a report says so where nothing was done', () => {
  const facts = bucketFacts({});
  expect(bucketsSection([], facts).notes).toEqual(['None was looked at.']);
  expect(canarySection([], facts).notes).toEqual(['None was sent.']);
  expect(inventorySection([], []).notes).toEqual(['No bucket was compared.']);
});
