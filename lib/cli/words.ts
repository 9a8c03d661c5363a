import { UsageError } from './usage-error.ts';

const MOST_LETTERS = 500;

/** It stands in the record, in messages and on a screen: one line that says something. @throws UsageError */
export function words(option: string, text: string): string {
  const trimmed = text.trim().replaceAll(/\s+/g, ' ');
  if (trimmed !== '' && trimmed.length <= MOST_LETTERS && !/\p{Cc}/u.test(trimmed)) return trimmed;
  throw new UsageError(
    `${option} ${JSON.stringify(text)}: expected one line of 1 to ${MOST_LETTERS} characters`,
  );
}
