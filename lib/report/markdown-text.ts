import { plainText } from './plain-text.ts';

/** What Markdown, with its tables, would read as more than text; a brace opens an insertion in that of OSCAL. */
const SYNTAX = /[\\`*_[\]<>|~&{]/g;

/** Text from a run as one line of Markdown that says nothing but this text. */
export function markdownText(text: string): string {
  return plainText(text).replace(SYNTAX, (sign) => `\\${sign}`);
}
