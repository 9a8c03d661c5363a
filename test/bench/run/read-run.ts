import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { measureRun, type RunMeasurement } from '../../../lib/domain/judge/measure-run.ts';
import { inputOf, readRun, type RunFacts } from '../../../lib/domain/judge/run-facts.ts';
import type { FailoverInput } from '../../../lib/domain/run/failover-input.ts';
import { RUN_FILES, type RunFileName } from '../../../lib/domain/run/run-files.ts';

export interface MeasuredRun {
  readonly input: FailoverInput;
  readonly facts: RunFacts;
  readonly measurement: RunMeasurement;
}

/** A run's own raw files, measured. @throws Error when the run recorded no objectives, so that nothing can be. */
export async function readMeasuredRun(directory: string): Promise<MeasuredRun> {
  const texts: Partial<Record<RunFileName, string>> = {};
  const there = new Set(await readdir(directory));
  for (const name of RUN_FILES)
    if (there.has(name)) texts[name] = await readFile(join(directory, name), 'utf8');
  const facts = readRun({ directory, texts });
  const input = inputOf(facts, 'failover');
  if (!input) throw new Error(`${directory} holds no objectives`);
  return { input, facts, measurement: measureRun(input, facts) };
}
