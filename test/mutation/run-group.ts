import { globSync } from 'node:fs';
import { Stryker } from '@stryker-mutator/core';
import type { MutationGroup } from './groups.ts';
import { NONE, sum, type Tally, tallyLine, tallyOf } from './tally.ts';

/** Below the state directory: no tool that walks the tree looks there. */
const DIRECTORY = '.muster/mutation';

interface Run {
  readonly name: string;
  /** Take over what the run before found of mutants that neither they nor their tests have changed since. */
  readonly incremental: boolean;
}

/** Stryker writes down what it has found at its end: a run that is broken off loses no more than these files. */
const FILES_AT_ONCE = 4;

/** Mutates a group's files one mutant at a time, in a copy of the tree, and runs the tests that reach it. */
export async function runGroup({ name, incremental }: Run, group: MutationGroup): Promise<Tally> {
  process.env['MUSTER_MUTATION_TESTS'] = group.tests.join(',');
  const files = [...new Set(group.mutate.flatMap((pattern) => globSync(pattern).toSorted()))];
  let all = NONE;
  for (let from = 0; from < files.length; from += FILES_AT_ONCE) {
    const slice = `${name}-${from / FILES_AT_ONCE + 1}`;
    const tally = await runFiles({ name: slice, incremental }, files.slice(from, from + FILES_AT_ONCE));
    process.stdout.write(`${tallyLine(slice, tally)}\n`);
    all = sum(all, tally);
  }
  return all;
}

async function runFiles({ name, incremental }: Run, files: readonly string[]): Promise<Tally> {
  const stryker = new Stryker({
    mutate: [...files],
    testRunner: 'vitest',
    plugins: ['@stryker-mutator/vitest-runner'],
    vitest: { configFile: 'vitest.mutation.config.ts', related: false },
    coverageAnalysis: 'perTest',
    // One process, so that two beside each other measure no time-outs of their own making.
    concurrency: 1,
    // Far above what vitest gives a test: what takes longer than that never leaves a loop, however busy the machine is.
    timeoutMS: 30_000,
    incremental,
    incrementalFile: `${DIRECTORY}/${name}-incremental.json`,
    reporters: ['progress-append-only', 'clear-text', 'html', 'json'],
    clearTextReporter: { allowColor: false, logTests: false },
    htmlReporter: { fileName: `${DIRECTORY}/${name}.html` },
    jsonReporter: { fileName: `${DIRECTORY}/${name}.json` },
    tempDirName: `${DIRECTORY}/tmp`,
    cleanTempDir: 'always',
    ignorePatterns: ['.muster'],
    // TypeScript 7 has no interface that could rewrite its settings, and nothing here compiles.
    tsconfigFile: 'none',
    disableTypeChecks: false,
    allowConsoleColors: false,
    thresholds: { high: 100, low: 85, break: null },
  });
  return tallyOf(await stryker.runMutationTest());
}
