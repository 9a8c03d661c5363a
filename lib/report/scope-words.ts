import type { Judgement } from '../domain/run/judgement.ts';

/** What a proof made there is worth: first word and first sentence of every report. */
const SCOPES: Readonly<Record<Judgement['scope'], { word: string; sentence: string }>> = {
  rehearsal: {
    word: 'REHEARSAL',
    sentence: 'Rehearsed on a sandbox. Its times are no forecast for AWS.',
  },
  isolated: {
    word: 'ISOLATED',
    sentence: 'Done on isolated copies. The live system was not touched.',
  },
  live: { word: 'LIVE', sentence: 'Done on the live system, as a drill.' },
  real: { word: 'REAL', sentence: 'A real event, not a drill.' },
};

export function scopeWords(scope: Judgement['scope']): { readonly word: string; readonly sentence: string } {
  return SCOPES[scope];
}
