import * as z from 'zod';

const FunctionCause = z.object({ errorMessage: z.string() });
const MOST = 400;

/**
 * What a person can read of a failure's cause. Step Functions hands on what a function failed with as JSON, with its
 * stack: only what the function said is of use on a phone.
 */
export function causeWords(text: string): string {
  const begins = text.indexOf('{"');
  const said = begins < 0 ? null : messageIn(text.slice(begins));
  const words = said === null ? text : `${text.slice(0, begins)}${said}`;
  return words.length <= MOST ? words : `${words.slice(0, MOST)}…`;
}

function messageIn(json: string): string | null {
  try {
    return FunctionCause.parse(JSON.parse(json)).errorMessage;
  } catch {
    return null;
  }
}
