import * as z from 'zod';

/**
 * One thing that a failover rests on. blocked: a failover would not get through, or must not. warned: it would, at a
 * price that somebody should know. unknown: it could not be asked.
 */
export const Gate = z.object({
  name: z.string(),
  subject: z.string(),
  result: z.enum(['passed', 'warned', 'blocked', 'unknown']),
  seen: z.string(),
  /** What would have been right. */
  limit: z.string(),
  /** What to do; null where nothing is wrong. */
  remedy: z.string().nullable(),
});

export type Gate = z.infer<typeof Gate>;

interface Asked extends Pick<Gate, 'seen' | 'limit'> {
  readonly passed: boolean;
  /** What it is when it has not passed; by default it blocks. */
  readonly otherwise?: 'warned' | 'blocked';
  readonly remedy: string;
}

export function gate(
  name: string,
  subject: string,
  { passed, otherwise = 'blocked', seen, limit, remedy }: Asked,
): Gate {
  return {
    name,
    subject,
    result: passed ? 'passed' : otherwise,
    seen,
    limit,
    remedy: passed ? null : remedy,
  };
}

/** A gate that nobody could ask. */
export function unasked(
  name: string,
  subject: string,
  { why, limit, remedy }: { readonly why: string; readonly limit: string; readonly remedy: string },
): Gate {
  return { name, subject, result: 'unknown', seen: why, limit, remedy };
}
