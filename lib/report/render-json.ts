import type { Judgement } from '../domain/run/judgement.ts';

/** The judgement itself, on one line: the one object that `--json` prints. */
export function renderJson(judgement: Judgement): string {
  return `${JSON.stringify(judgement)}\n`;
}
