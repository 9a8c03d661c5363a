import * as z from 'zod';
import { AwsError } from '../../wire/aws-error.ts';

/** maxResults and nextToken; 0 is the default of 100. */
export const pageFields = {
  maxResults: z.int().min(0).max(1000).optional(),
  nextToken: z.string().optional(),
};

export interface PageRequest {
  readonly maxResults?: number | undefined;
  readonly nextToken?: string | undefined;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly more: { readonly nextToken?: string };
}

/** One page of a list. A token holds where the page starts, and what the list is of. @throws AwsError InvalidToken */
export function pageOf<T>(items: readonly T[], subject: string, request: PageRequest): Page<T> {
  const start = request.nextToken === undefined ? 0 : readToken(request.nextToken, subject);
  const end = start + (request.maxResults || 100);
  return {
    items: items.slice(start, end),
    more: end < items.length ? { nextToken: writeToken(end, subject) } : {},
  };
}

const Token = z.tuple([z.string(), z.int().nonnegative()]);

function writeToken(start: number, subject: string): string {
  return Buffer.from(JSON.stringify([subject, start])).toString('base64url');
}

function readToken(token: string, subject: string): number {
  try {
    const [of, start] = Token.parse(JSON.parse(Buffer.from(token, 'base64url').toString('utf8')));
    if (of === subject) return start;
  } catch {
    // Not one of ours: the same answer as for another list's.
  }
  throw new AwsError('InvalidToken', "Invalid Token: 'Invalid token'");
}
