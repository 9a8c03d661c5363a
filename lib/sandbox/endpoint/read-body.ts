import type { IncomingMessage } from 'node:http';
import { AwsError } from '../wire/aws-error.ts';
import { incompleteBody } from '../wire/aws-chunked.ts';

/** Bodies beyond this are refused: the sandbox keeps them in memory. Framing of aws-chunked included. */
export const MAX_BODY_BYTES = 64 * 1024 * 1024 + 1024 * 1024;

/** The whole body as sent. @throws AwsError EntityTooLarge, or IncompleteBody when the peer goes away */
export function readBody(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= MAX_BODY_BYTES) chunks.push(chunk);
    });
    request.once('end', () => (bytes > MAX_BODY_BYTES ? reject(tooLarge()) : resolve(Buffer.concat(chunks))));
    request.once('error', () => reject(incompleteBody()));
  });
}

function tooLarge(): AwsError {
  return new AwsError('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size');
}
