/** What stands in the place of a secret: nobody takes it for what was there. */
export const MASK = '[secret-masked]';

const NAMES =
  '(?:password|passwd|passphrase|pwd|secret[_-]?access[_-]?key|(?:session|security)[_-]?token|api[_-]?key|client[_-]?secret)';

/** A quotation mark, as it is or as a string inside of strings has it. */
const QUOTE = String.raw`\\*["']`;

const END = String.raw`\s"'\\,;&}`;

/** Each keeps what comes before the secret, and eats no quotation mark: what was JSON is JSON afterwards. */
const SECRETS: readonly RegExp[] = [
  // postgresql://user:password@host; a number and a slash are a port and a path
  /(\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s:@/"'\\]*:)(?!\d+\/)[^\s@"'\\]+(?=@)/gi,
  // "password":"…", also where that is text inside of a string
  new RegExp(String.raw`(${QUOTE}\w*${NAMES}${QUOTE}\s*:\s*${QUOTE})(?:[^"'\\]|\\(?!\\*["']))+`, 'gi'),
  // password=… and password: …
  new RegExp(String.raw`(${NAMES}\s*=\s*(?:${QUOTE})?)[^${END}]+`, 'gi'),
  new RegExp(String.raw`(${NAMES}:[ \t]+(?:${QUOTE})?)[^${END}]+`, 'gi'),
  /(\bX-Amz-(?:Signature|Security-Token|Credential)=)[^&\s"'\\]+/gi,
  /(\bBearer\s+)[\w.~+/=-]{8,}/gi,
  /()\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  // A session token of AWS by what each begins with
  /()\b(?:IQoJb3JpZ2lu|F[QwI]oGZXIvYXdz)[\w+/=-]{8,}/g,
  // A JSON web token, wherever it stands
  /()\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g,
  // The end may have been cut off, and a line's end may be written as \n
  /()-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----(?:[^"\\-]|\\(?!\\*["'])|-(?!----))*(?:-----END [A-Z0-9 ]*PRIVATE KEY-----)?/g,
];

/**
 * A text without secrets: those that are known by their value, and what looks like one, as passwords in connection strings
 * and beside their names, keys and session tokens of AWS, private keys, bearer tokens. Masked once, it is left as it is.
 * Numbers, instants and digests are none. `known`: see `soughtValues`.
 */
export function maskSecrets(text: string, known: readonly string[] = []): string {
  const without = known.flatMap(spellings).reduce((rest, value) => rest.replaceAll(value, MASK), text);
  return SECRETS.reduce((masked, secret) => masked.replace(secret, `$1${MASK}`), without);
}

/**
 * The passwords that a run's texts are searched for: those that cannot be part of what the judge reads. A short one, a plain
 * word or a number stands in names and samples by chance, and so does one that stands in the run's own input.
 */
export function soughtValues(passwords: readonly string[], input: string): readonly string[] {
  return [...new Set(passwords)].filter(
    (value) => value.length >= SHORTEST && !PLAIN.test(value) && !input.includes(value),
  );
}

const SHORTEST = 8;

const PLAIN = /^(?:[a-z]+|[A-Z]+|[\d.:-]+)$/;

/** As JSON has it, also inside of a string of JSON, and as a URL has it; the longest first, which holds the others. */
function spellings(value: string): readonly string[] {
  const quoted = inString(value);
  const all = new Set([value, quoted, inString(quoted), encodeURIComponent(value)]);
  return [...all].toSorted((one, other) => other.length - one.length);
}

function inString(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** Where in a text each secret begins that `maskSecrets` would mask. */
export function secretPlaces(text: string): readonly number[] {
  const places = SECRETS.flatMap((secret) =>
    [...text.matchAll(secret)].map((found) => found.index + (found[1] ?? '').length),
  );
  return [...new Set(places)].toSorted((one, other) => one - other);
}
