import { invalidArgument } from './s3-errors.ts';

/** What both listings ask for. */
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
    maxKeys: parseMaxKeys(query.get('max-keys')),
    encodeKey: encodingOf(query.get('encoding-type')),
  };
}

/** The common prefix under which a key is rolled up, if the delimiter occurs behind the prefix. */
export function commonPrefix(key: string, { prefix, delimiter }: ListingRequest): string | undefined {
  if (delimiter === undefined) return undefined;
  const at = key.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : key.slice(0, at + delimiter.length);
}

function parseMaxKeys(text: string | null): number {
  if (text === null) return MOST_KEYS;
  if (!/^\d+$/.test(text)) {
    throw invalidArgument('Provided max-keys not an integer or within integer range', {
      name: 'max-keys',
      value: text,
    });
  }
  return Math.min(Number(text), MOST_KEYS);
}

function encodingOf(encodingType: string | null): (key: string) => string {
  if (encodingType === null) return (key) => key;
  if (encodingType === 'url') return (key) => encodeURIComponent(key).replaceAll('%2F', '/');
  throw invalidArgument('Invalid Encoding Method specified in Request', {
    name: 'encoding-type',
    value: encodingType,
  });
}
