import { invalidArgument } from '../s3-errors.ts';

/** What all listings of keys ask for. */
export interface ListingRequest {
  readonly prefix: string;
  readonly delimiter: string | undefined;
  readonly maxKeys: number;
  /** Writes a key as the answer needs it: `encoding-type=url` percent-encodes. */
  readonly encodeKey: (key: string) => string;
}

/** At most 1,000, whatever is asked for. */
const MOST_KEYS = 1000;

export function parseListing(query: URLSearchParams): ListingRequest {
  return {
    prefix: query.get('prefix') ?? '',
    delimiter: query.get('delimiter') || undefined,
    maxKeys: Math.min(countParameter(query, 'max-keys', MOST_KEYS), MOST_KEYS),
    encodeKey: encodingOf(query.get('encoding-type')),
  };
}

/** The common prefix under which a key is rolled up, if the delimiter occurs behind the prefix. */
export function commonPrefix(key: string, { prefix, delimiter }: ListingRequest): string | undefined {
  if (delimiter === undefined) return undefined;
  const at = key.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : key.slice(0, at + delimiter.length);
}

/** @throws AwsError InvalidArgument for what is no whole number within 32 bits */
export function countParameter(query: URLSearchParams, name: string, otherwise: number): number {
  const text = query.get(name);
  if (text === null || text === '') return otherwise;
  if (/^\d+$/.test(text) && Number(text) <= 0x7fffffff) return Number(text);
  const message = text.startsWith('-')
    ? `Argument ${name} must be an integer between 0 and 2147483647`
    : `Provided ${name} not an integer or within integer range`;
  throw invalidArgument(message, { name, value: text });
}

export function encodingOf(encodingType: string | null): (key: string) => string {
  if (encodingType === null) return (key) => key;
  if (encodingType === 'url') return (key) => encodeURIComponent(key).replaceAll('%2F', '/');
  throw invalidArgument('Invalid Encoding Method specified in Request', {
    name: 'encoding-type',
    value: encodingType,
  });
}
