import { parseArgs } from 'node:util';

export interface BenchOptions {
  readonly drills: number | null;
  readonly only: readonly string[];
  readonly json: string | null;
  /** File of an earlier bench, whose table is to be printed instead of measuring anything. */
  readonly table: string | null;
}

export const USAGE =
  'usage: npm run bench -- [--drills N] [--only NAME,…] [--json FILE]\n       npm run bench -- --table FILE';

/** Reads the bench's options. @throws Error that says what is wrong with them. */
export function benchOptions(args: readonly string[], parts: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      drills: { type: 'string' },
      only: { type: 'string' },
      json: { type: 'string' },
      table: { type: 'string' },
    },
  });
  const only = values.only?.split(',') ?? parts;
  const unknown = only.filter((name) => !parts.includes(name));
  if (unknown.length > 0)
    throw new Error(`--only ${unknown.join(',')}: the parts of the bench are ${parts.join(', ')}`);
  const drills = values.drills === undefined ? null : Number(values.drills);
  if (drills !== null && !(Number.isInteger(drills) && drills >= 1))
    throw new Error(`--drills ${values.drills}: expected a whole number from 1`);
  return { drills, only, json: values.json ?? null, table: values.table ?? null };
}
