/** A judgement as judgement.json holds it: two spaces, one newline at the end. */
export function formatJudgement(judgement: object): string {
  return `${JSON.stringify(judgement, null, 2)}\n`;
}
