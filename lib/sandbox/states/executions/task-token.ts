import { randomUUID } from 'node:crypto';

/** A token for one delivery of a task; it names its execution, so it stays valid when the interpreter is restarted. */
export function makeTaskToken(executionArn: string): string {
  return Buffer.from(JSON.stringify([executionArn, randomUUID()])).toString('base64url');
}

/** The execution that a token belongs to; null for what is not a token. */
export function executionOfToken(token: string): string | null {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
    return Array.isArray(parsed) && typeof parsed[0] === 'string' ? parsed[0] : null;
  } catch {
    return null;
  }
}
