import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseInstant } from '../../../../lib/domain/instant.ts';
import { inputOf, readRun } from '../../../../lib/domain/judge/run-facts.ts';
import { hiddenFailures } from '../../../../lib/domain/log/hidden-failures.ts';
import { keyStanding } from '../../../../lib/domain/log/key-standing.ts';
import { leafIdentity, leafText, type LogLeaf, parseLeaf } from '../../../../lib/domain/log/log-leaf.ts';
import { loggedObjectives } from '../../../../lib/domain/log/logged-objectives.ts';
import { endLeaf, keyLeaf, startLeaf } from '../../../fakes/log-leaves.ts';

const T = (time: string) => parseInstant(`2026-03-01T${time}:00.000000Z`);

test('a leaf is read from its canonical text, and from no other text', () => {
  const leaves: readonly LogLeaf[] = [
    startLeaf('one'),
    endLeaf('one', { start: null }),
    keyLeaf('revoked', '2026-03-01T00:00:00.000000Z'),
  ];
  for (const leaf of leaves) {
    const text = leafText(leaf);
    expect(parseLeaf(text)).toEqual(leaf);
    for (const other of [
      ` ${text}`,
      text.replace('{', '{"more":1,'),
      JSON.stringify({ ...leaf, more: 1 }),
      text.replace('{', '{"__proto__":1,'),
      '{}',
      'x',
    ])
      expect(parseLeaf(other)).toBeNull();
  }
  expect(leaves.map(leafIdentity)).toEqual(['start-one', 'end-one', `key-revoked-${'ef'.repeat(32)}`]);
});

test('a start without an end is a hidden failure once its time is over, and not before', () => {
  const leaves = [
    startLeaf('ended'),
    endLeaf('ended'),
    startLeaf('hidden'),
    endLeaf('unknown', { start: null }),
  ];
  expect(hiddenFailures(leaves, T('14:00'))).toEqual([]);
  expect(hiddenFailures(leaves, T('14:01')).map(({ run }) => run)).toEqual(['hidden']);
});

test('a key holds from when it is added until it expires or is revoked, as of the time that the log gives', () => {
  const added = keyLeaf('added', '2026-03-01T08:00:00.000000Z');
  const expired = keyLeaf('expired', '2026-03-01T12:00:00.000000Z');
  const revoked = keyLeaf('revoked', '2026-03-01T10:00:00.000000Z');
  const other = keyLeaf('revoked', '2026-03-01T00:00:00.000000Z', '00'.repeat(32));
  const standings = (leaves: readonly LogLeaf[]) =>
    ['07:59', '08:00', '09:59', '10:00', '12:00'].map((time) => keyStanding(leaves, added.keyId, T(time)));
  expect(standings([added, other])).toEqual(['not-yet', 'held', 'held', 'held', 'held']);
  expect(standings([added, expired])).toEqual(['not-yet', 'held', 'held', 'held', 'expired']);
  expect(standings([added, expired, revoked])).toEqual(['not-yet', 'held', 'held', 'revoked', 'revoked']);
  expect(standings([other])).toEqual(Array.from({ length: 5 }, () => 'unknown'));
});

test.each([
  ['v1-drill', 'failover', ['consistencyGroups', 'detect', 'holdSeconds', 'objectives', 'services']],
  ['v1-switchover', 'switchover', ['consistencyGroups', 'detect', 'holdSeconds', 'objectives', 'services']],
  ['v1-restore', 'restore', ['objectives']],
  ['v1-replication-check', 'replication-check', ['objectives']],
  ['v1-backup', 'backup', ['maxSizeDeviationPercent']],
] as const)('the objectives of %s are what a leaf can hold', (version, kind, names) => {
  const file = new URL(`../../../fixtures/golden/${version}/record.ndjson`, import.meta.url);
  const facts = readRun({ directory: '.', texts: { 'record.ndjson': readFileSync(file, 'utf8') } });
  const input = inputOf(facts, kind);
  const objectives = input ? loggedObjectives(input) : {};
  expect(Object.keys(objectives).toSorted()).toEqual(names);
  expect(parseLeaf(leafText(startLeaf('one', { objectives })))).toMatchObject({ objectives });
});
