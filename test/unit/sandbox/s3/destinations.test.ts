import { expect, test } from 'vitest';
import type { ObjectVersion } from '../../../../lib/sandbox/s3/object-version.ts';
import type { ReplicationRule } from '../../../../lib/sandbox/s3/replication/configuration.ts';
import { destinationsOf } from '../../../../lib/sandbox/s3/replication/destinations.ts';

const rule = (more: Partial<ReplicationRule>): ReplicationRule => ({
  id: 'one',
  priority: 1,
  enabled: true,
  prefix: '',
  tags: [],
  destination: 'there',
  copiesDeleteMarkers: false,
  written: {},
  ...more,
});
const object = (more: Partial<ObjectVersion> = {}): ObjectVersion =>
  Object.assign(
    {
      kind: 'object' as const,
      versionId: 'v',
      lastModified: new Date(0),
      body: Buffer.alloc(0),
      etag: '""',
      headers: {},
      checksums: {},
      checksumType: 'FULL_OBJECT' as const,
      tags: [{ key: 'copy', value: 'yes' }],
    },
    more,
  );
const marker: ObjectVersion = { kind: 'delete-marker', versionId: 'm', lastModified: new Date(0) };
const ask = (rules: readonly ReplicationRule[], version: ObjectVersion, key = 'logs/1') =>
  destinationsOf({ role: '', rules }, { key, version });

test('a rule covers keys by prefix and objects by all of its tags', () => {
  expect(ask([rule({ prefix: 'logs/' })], object())).toEqual(['there']);
  expect(ask([rule({ prefix: 'other/' })], object())).toEqual([]);
  expect(ask([rule({ tags: [{ key: 'copy', value: 'yes' }] })], object())).toEqual(['there']);
  expect(ask([rule({ tags: [{ key: 'copy', value: 'no' }] })], object())).toEqual([]);
});

test('a rule that is disabled copies nothing, and a copy is never copied on', () => {
  expect(ask([rule({ enabled: false })], object())).toEqual([]);
  expect(ask([rule({})], object({ replication: 'REPLICA' }))).toEqual([]);
});

test('of two rules for one bucket the higher priority decides over delete markers', () => {
  const low = rule({ priority: 1, copiesDeleteMarkers: true });
  const high = rule({ priority: 2 });
  expect(ask([low], marker)).toEqual(['there']);
  expect(ask([low, high], marker)).toEqual([]);
  expect(ask([low, high, rule({ destination: 'third', copiesDeleteMarkers: true })], marker)).toEqual([
    'third',
  ]);
});
