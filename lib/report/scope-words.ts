import type { Judgement } from '../domain/run/judgement.ts';

/** What a proof made there is worth: first word and first sentence of every report. */
const SCOPES: Readonly<Record<Exclude<Judgement['scope'], 'real'>, { word: string; sentence: string }>> = {
  rehearsal: {
    word: 'REHEARSAL',
    sentence: 'Rehearsed on a sandbox. Its times are no forecast for AWS.',
  },
  isolated: {
    word: 'ISOLATED',
    sentence: 'Done on isolated copies. The live system was not touched.',
  },
  live: { word: 'LIVE', sentence: 'Done on the live system, as a drill.' },
};

/** By where the plan's sites stand, as the run's input has it. */
const REAL: Readonly<Record<Judgement['target'], string>> = {
  aws: 'A real event, not a drill.',
  sandbox: 'A real event on a sandbox, not a drill. Its times are no forecast for AWS.',
};

export function scopeWords({ scope, target }: Pick<Judgement, 'scope' | 'target'>): {
  readonly word: string;
  readonly sentence: string;
} {
  return scope === 'real' ? { word: 'REAL', sentence: REAL[target] } : SCOPES[scope];
}
