import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readRun, type RunFacts } from '../domain/judge/run-facts.ts';
import { knownRuns } from './known-runs.ts';
import type { StateDirectory } from './state-directory.ts';

/** Enough to know what is usual here, and quickly read. */
const RUNS = 5;

/**
 * How long each state took in the latest runs of a plan on this machine that came through, in seconds: the median. What
 * failed, was denied or aborted took as long as somebody, or something, took to say so.
 */
export async function usualDurations(
  state: StateDirectory,
  plan: string,
): Promise<ReadonlyMap<string, number>> {
  const runs = (await knownRuns(state)).filter(({ judgement }) => judgement?.plan === plan).slice(0, RUNS);
  const records = await Promise.all(runs.map(({ directory }) => recordIn(directory)));
  const known = new Map<string, readonly number[]>();
  for (const facts of records.filter(cameThrough)) {
    for (const [name, seconds] of statesOf(facts)) known.set(name, [...(known.get(name) ?? []), seconds]);
  }
  return new Map([...known].map(([name, all]) => [name, median(all)]));
}

async function recordIn(directory: string): Promise<RunFacts> {
  const record = await readFile(join(directory, 'record.ndjson'), 'utf8').catch(() => '');
  return readRun({ directory, texts: { 'record.ndjson': record } });
}

function cameThrough(facts: RunFacts): boolean {
  return facts.outcome('SealRecord')?.failure === null;
}

function statesOf(facts: RunFacts): readonly (readonly [string, number])[] {
  const names = new Set(
    facts.entries.flatMap((entry) => (entry.kind === 'history' ? (entry.state ?? []) : [])),
  );
  return [...names].flatMap((name) => {
    const [from, to] = [facts.enteredAt(name), facts.exitedAt(name)];
    return from === null || to === null ? [] : [[name, (to - from) / 1e6] as const];
  });
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
