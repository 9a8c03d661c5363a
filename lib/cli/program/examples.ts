import { aligned } from '../aligned.ts';

/** Examples of a command, one a line, with what each is for. */
export function examples(lines: readonly (readonly [command: string, purpose: string])[]): string {
  return `\nExamples:\n${aligned(lines, '  ')}`;
}
