import { describe, expect, it } from 'vitest';
import { PROJECT, readText } from './project-tree.ts';

const WORDS_OF_THE_FIELD = [
  'action',
  'alarm',
  'blast radius',
  'canary',
  'catalogue',
  'divergence',
  'drain',
  'drill',
  'evidence',
  'failback',
  'failover',
  'fence',
  'heartbeat',
  'hold',
  'hold period',
  'inventory',
  'ledger',
  'manifest',
  'objective',
  'point in time',
  'probe',
  'promote',
  're-protection',
  'recovery point',
  'replication lag',
  'RPO',
  'RPO series',
  'RTO',
  'standby',
  'steady state',
  'stop condition',
  'switchover',
];

describe('GLOSSARY.md', () => {
  const words = [...readText(PROJECT, 'GLOSSARY.md').matchAll(/^\*\*(.+?)\*\* — \S/gm)].map(
    ([, word]) => word,
  );

  it('has the words of the field', () => {
    expect(words).toEqual(expect.arrayContaining(WORDS_OF_THE_FIELD));
  });

  it('has each word once, in alphabetical order', () => {
    expect(words).toEqual(
      [...new Set(words)].toSorted((one, other) => `${one}`.localeCompare(`${other}`, 'en')),
    );
  });
});
