import type { z } from 'zod';

/** Lines of a file that could be read, and a sentence for each that could not. */
export interface ReadLines<T> {
  readonly lines: readonly T[];
  readonly problems: readonly string[];
}

interface LineFile<T> {
  readonly name: string;
  readonly text: string | undefined;
  readonly schema: z.ZodType<T>;
}

/** Reads a file of one JSON object a line. What is wrong with it is an answer, not an exception. */
export function readLines<T>({ name, text, schema }: LineFile<T>): ReadLines<T> {
  if (text === undefined) return { lines: [], problems: [`${name} is missing`] };
  const rows = text.split('\n');
  const rest = rows.pop();
  const lines: T[] = [];
  const problems = rest ? [`${name} ends in the middle of a line`] : [];
  for (const [index, row] of rows.entries()) {
    const parsed = schema.safeParse(parseJson(row));
    if (parsed.success) lines.push(parsed.data);
    else problems.push(`${name} line ${index + 1} cannot be read: ${firstIssue(parsed.error)}`);
  }
  return { lines, problems };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function firstIssue({ issues }: z.ZodError): string {
  const [issue] = issues;
  if (!issue) return 'not of the expected shape';
  return issue.path.length
    ? `${issue.path.join('.')}: ${issue.message}`
    : 'not a JSON object of the expected shape';
}
