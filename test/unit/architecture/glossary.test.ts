import { describe, expect, it } from 'vitest';
import { PROJECT, readText } from './project-tree.ts';

const WORDS_OF_THE_FIELD = [
  'action',
  'blast radius',
  'drill',
  'evidence',
  'failback',
  'failover',
  'fence',
  'heartbeat',
  'hold period',
  'ledger',
  'objective',
  'probe',
  'promote',
  'recovery point',
  'replication lag',
  'RPO',
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
