import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const Line = z.looseObject({ event: z.string(), at: z.string(), ns: z.string() });
export type TruthLine = z.infer<typeof Line>;

/** What the injector wrote down, in order; all, or of one event. */
export function truthLines(stateDir: string, event?: string): TruthLine[] {
  const all = readTruthLines(join(stateDir, 'truth.ndjson'));
  return event === undefined ? all : all.filter((line) => line.event === event);
}

/** All of them, from wherever they were copied to. */
export function readTruthLines(file: string): TruthLine[] {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  return lines.map((line) => Line.parse(JSON.parse(line)));
}
