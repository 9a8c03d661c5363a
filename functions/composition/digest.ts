import { createHash } from 'node:crypto';

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

export function byteLength(text: string): number {
  return Buffer.byteLength(text);
}
