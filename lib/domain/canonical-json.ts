import canonicalize from 'canonicalize';
import type * as z from 'zod';

/**
 * The one text of a JSON value (RFC 8785): names in the order of their UTF-16 code units, numbers as ECMAScript writes
 * them, no white space. @throws RangeError for what JSON has no form for.
 */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new RangeError(`${typeof value} has no form in JSON`);
  return text;
}

/**
 * Reads a text that is what the schema says, in its canonical form, and nothing besides; null for every other one. It is what
 * was read that is written again and compared: a parser leaves out names such as `__proto__` without a word.
 */
export function readCanonical<T>(schema: z.ZodType<T>, text: string): T | null {
  const { data } = schema.safeParse(parsedJson(text));
  return data !== undefined && isWritten(data, text) ? data : null;
}

/** A text as data, in whatever form it is written; undefined for what is no JSON. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Not so for what JSON has no form for either, such as half a surrogate pair. */
function isWritten(value: unknown, text: string): boolean {
  try {
    return canonicalJson(value) === text;
  } catch {
    return false;
  }
}
