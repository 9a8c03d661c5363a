import { AwsError } from './aws-error.ts';

export interface Decoded {
  readonly body: Buffer;
  /** Trailing headers, names in lower case: checksums. */
  readonly trailers: Readonly<Record<string, string>>;
}

export function isAwsChunked(headers: Readonly<Record<string, string>>): boolean {
  return (headers['x-amz-content-sha256'] ?? '').startsWith('STREAMING-');
}

/**
 * Removes aws-chunked framing: `<hex size>[;chunk-signature=…]CRLF data CRLF … 0 CRLF trailers CRLF`.
 * Signatures of chunks are not held against their bytes; the trailing checksum is, by the service.
 * @throws AwsError IncompleteBody when a chunk is cut short
 */
export function decodeAwsChunked(framed: Buffer): Decoded {
  const chunks: Buffer[] = [];
  let position = 0;
  for (;;) {
    const header = lineAt(framed, position);
    const size = Number.parseInt(header.text, 16);
    if (!Number.isInteger(size)) throw incompleteBody();
    position = header.next;
    if (size === 0)
      return { body: Buffer.concat(chunks), trailers: parseTrailers(framed.subarray(position)) };
    if (position + size > framed.length) throw incompleteBody();
    chunks.push(framed.subarray(position, position + size));
    position += size + 2;
  }
}

export function incompleteBody(): AwsError {
  return new AwsError(
    'IncompleteBody',
    'You did not provide the number of bytes specified by the Content-Length HTTP header.',
  );
}

function lineAt(framed: Buffer, position: number): { readonly text: string; readonly next: number } {
  const end = framed.indexOf('\r\n', position, 'latin1');
  if (end < 0) throw incompleteBody();
  return { text: framed.toString('latin1', position, end), next: end + 2 };
}

function parseTrailers(rest: Buffer): Record<string, string> {
  const lines = rest
    .toString('latin1')
    .split(/\r?\n/)
    .filter((line) => line.includes(':'));
  return Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
}
