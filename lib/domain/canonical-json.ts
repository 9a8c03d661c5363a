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

/** A canonical text as data; undefined for any other text, also for JSON in another form. */
export function parseCanonical(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return canonicalJson(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Reads a text that is what the schema says, in its canonical form, and nothing besides; null for every other one. What was
 * read is written again and compared: a parser leaves out names such as `__proto__` without a word.
 */
export function readCanonical<T>(schema: z.ZodType<T>, text: string): T | null {
  const { data } = schema.safeParse(parseCanonical(text));
  return data !== undefined && canonicalJson(data) === text ? data : null;
}
