import { expect, test } from 'vitest';
import { type Overrides, overrideWords } from '../../../../lib/domain/run/override-words.ts';
import { realEvent } from '../../../fakes/real-event.ts';

const said = (real: Partial<Overrides>) => overrideWords(realEvent(real));
const DARK = { recommendation: 'look closer', reason: 'no other region has confirmed it' } as const;

test('whoever went on is told with what was seen, which need not have been that nothing is lost', () => {
  expect(said({ despite: 'users call', advice: DARK })).toEqual([
    'Carl was told LOOK CLOSER (no other region has confirmed it), and said to go on whatever is seen: users call.',
  ]);
  const served = { recommendation: 'do not fail over', reason: 'users are served' } as const;
  expect(said({ despite: 'the link stays cut', advice: served })).toEqual([
    'Carl was told DO NOT FAIL OVER (users are served), and said to go on whatever is seen: the link stays cut.',
  ]);
  expect(said({ despite: 'users call', advice: null })).toEqual([
    'Carl said to go on whatever is seen: users call.',
  ]);
});

test('where no advice could be given the reason is the word that it went on by', () => {
  expect(said({ reason: 'the shop is dark', advice: DARK })).toEqual([
    'Carl was told LOOK CLOSER (no other region has confirmed it), and went on: the shop is dark.',
  ]);
  const lost = { recommendation: 'fail over', reason: 'nothing answers' } as const;
  expect(said({ reason: 'the shop is dark', advice: lost })).toEqual([]);
  expect(said({ reason: 'the shop is dark', advice: null })).toEqual([]);
});
