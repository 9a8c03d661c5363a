import { XMLParser } from 'fast-xml-parser';
import * as z from 'zod';
import { verifyChecksums } from './checksums/verify-checksums.ts';
import type { ServiceCall } from './s3-call.ts';
import { malformedXml, notImplemented } from './s3-errors.ts';

/** What a document looks like: its schema, and which elements occur more than once, by their path. */
export interface DocumentShape<T> {
  readonly schema: z.ZodType<T>;
  readonly lists?: readonly string[];
}

/**
 * The document of a request, its checksums verified. An element that the schema does not have means something that
 * the sandbox would ignore, so it is refused. @throws AwsError MalformedXML, NotImplemented, BadDigest
 */
export function parseDocument<T>({ request }: ServiceCall, { schema, lists = [] }: DocumentShape<T>): T {
  verifyChecksums(request.headers, request.body);
  const parsed = schema.safeParse(readXml(request.body, lists));
  if (parsed.success) return parsed.data;
  const unknown = parsed.error.issues.find((issue) => issue.code === 'unrecognized_keys');
  throw unknown ? notImplemented(unknown.keys.join(', ')) : malformedXml();
}

/** An element without content reads as an empty text; this reads it as a structure without members. */
export function structure<T extends z.ZodRawShape>(shape: T) {
  return z.preprocess((value) => (value === '' ? {} : value), z.strictObject(shape));
}

function readXml(body: Buffer, lists: readonly string[]): unknown {
  const parser = new XMLParser({
    ignoreAttributes: true,
    ignoreDeclaration: true,
    parseTagValue: false,
    trimValues: false,
    isArray: (_name, path) => lists.includes(String(path)),
  });
  try {
    return withoutLayout(parser.parse(body, true));
  } catch {
    throw malformedXml();
  }
}

/** Line breaks between elements are no text of theirs. */
function withoutLayout(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutLayout);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(
    ([name, inner]) => name !== '#text' || String(inner).trim() !== '',
  );
  return Object.fromEntries(entries.map(([name, inner]) => [name, withoutLayout(inner)]));
}
