import type { Judgement } from '../run/judgement.ts';

/** A judgement as judgement.json holds it: two spaces, one newline at the end. */
export function formatJudgement(judgement: Judgement): string {
  return `${JSON.stringify(judgement, null, 2)}\n`;
}
