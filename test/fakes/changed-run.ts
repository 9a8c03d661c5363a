import { judgeRun } from '../../lib/domain/judge/judge-run.ts';
import { readRun, type RunFacts } from '../../lib/domain/judge/run-facts.ts';
import { RecordEntry } from '../../lib/domain/record/entry.ts';
import type { Judgement } from '../../lib/domain/run/judgement.ts';
import type { RunFileName, RunFiles } from '../../lib/domain/run/run-files.ts';
import { goldenTexts } from './golden-runs.ts';
import { reseal } from './run-fixture-record.ts';
import { sha256 } from './sha256.ts';

/** What is different from a stored run. */
export interface RunChanges {
  /** By state: fields of its last outcome that are others, or null where it left none. */
  readonly outcomes?: Readonly<Record<string, object | null>>;
  /** States that the engine never entered; and those that it entered and never left. */
  readonly neverEntered?: readonly string[];
  readonly neverLeft?: readonly string[];
  /** Whole files. */
  readonly texts?: RunFiles['texts'];
}

/** A stored run with changes, sealed anew as somebody would who forges one: then only what it says can tell. */
export function changedRun(name: string, changes: RunChanges = {}): RunFiles {
  const { 'record.ndjson': record = '', ...files } = { ...goldenTexts(name), ...changes.texts };
  return { directory: '.', texts: reseal({ ...files, 'record.ndjson': changedRecord(record, changes) }) };
}

/** The record alone, under its old seal. */
export function changedRecord(record: string, changes: RunChanges): string {
  const lines = record.trimEnd().split('\n');
  return lines
    .flatMap((line) => changedLine(line, changes))
    .map((line) => `${line}\n`)
    .join('');
}

export function judgedChanged(name: string, changes: RunChanges = {}): Judgement {
  return judgeRun(changedRun(name, changes), sha256);
}

export function changedFacts(name: string, changes: RunChanges = {}): RunFacts {
  return readRun(changedRun(name, changes));
}

/**
 * The stored run with another input, and with a plan of a version that nobody can compile any more: so that the input is
 * judged as it is, and not held against the plan.
 */
export function withInput(name: string, other: object): RunChanges {
  const plan = 'schemaVersion: 0\n';
  const { input } = changedFacts(name).outcome('RecordObjectives') ?? {};
  if (!input) throw new Error(`${name} has no objectives on record`);
  const changed = { ...input, plan: { ...input.plan, sha256: sha256(plan) }, ...other };
  return { outcomes: { RecordObjectives: { input: changed } }, texts: { 'plan.yaml': plan } };
}

/** The stored run, whose plan has one more database that the run never came to. */
export function withUntouchedDatabase(name: string): RunChanges {
  const { input } = changedFacts(name).outcome('RecordObjectives') ?? {};
  const [first] = input?.databases ?? [];
  if (!input || !first) throw new Error(`${name} has no database on record`);
  const databases = [{ ...first, id: 'bets' }, ...input.databases];
  return withInput(name, { databases });
}

/** The lines of one of its files that fit, or that are made others. */
export function editedText(
  name: string,
  file: RunFileName,
  edit: (line: string) => string | null,
): RunFiles['texts'] {
  const lines = (goldenTexts(name)[file] ?? '').trimEnd().split('\n');
  return {
    [file]: lines
      .flatMap((line) => edit(line) ?? [])
      .map((line) => `${line}\n`)
      .join(''),
  };
}

function changedLine(line: string, changes: RunChanges): readonly string[] {
  const { outcomes = {}, neverEntered = [], neverLeft = [] } = changes;
  const changed = [...Object.keys(outcomes), ...neverEntered, ...neverLeft];
  if (!changed.some((state) => line.includes(`"state":"${state}"`))) return [line];
  const entry = RecordEntry.parse(JSON.parse(line));
  if (entry.kind === 'history') {
    const { state } = entry;
    const isOut =
      state !== null &&
      (neverEntered.includes(state) || (neverLeft.includes(state) && entry.type.endsWith('Exited')));
    return isOut ? [] : [line];
  }
  const change = entry.kind === 'outcome' ? outcomes[entry.state] : undefined;
  if (entry.kind !== 'outcome' || change === undefined) return [line];
  return change === null ? [] : [JSON.stringify({ ...entry, data: { ...dataOf(entry.data), ...change } })];
}

function dataOf(data: unknown): object {
  return typeof data === 'object' && data !== null ? data : {};
}
