import { aligned } from '../aligned.ts';

/** What the narrowest usual terminal holds. */
const COLUMNS = 80;

/** Examples of a command with what each is for: beside it where the terminal has room for all, else below it. */
export function examples(lines: readonly (readonly [command: string, purpose: string])[]): string {
  const beside = aligned(lines, '  ');
  const fits = beside.split('\n').every(({ length }) => length <= COLUMNS);
  const shown = fits
    ? beside
    : lines.map(([command, purpose]) => `  ${command}\n      ${purpose}`).join('\n');
  return `\nExamples:\n${shown}`;
}
