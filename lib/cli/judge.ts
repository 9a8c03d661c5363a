import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { judgeRun } from '../domain/judge/judge-run.ts';
import { judgementDifferences } from '../domain/judge/judgement-differences.ts';
import { RUN_FILES, type RunFileName, type RunFiles } from '../domain/run/run-files.ts';
import { makeReportModel } from '../report/make-report-model.ts';
import { plainText } from '../report/plain-text.ts';
import { renderJson } from '../report/render-json.ts';
import { renderText } from '../report/render-text.ts';
import { exitCodeOf } from './exit-code.ts';
import { UsageError } from './usage-error.ts';

export interface JudgeOptions {
  readonly directory: string;
  readonly json: boolean;
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
  readonly colour: boolean;
}

/**
 * Judges a run's directory from its raw files alone, offline, and prints the report or the one JSON object. What a
 * stored judgement.json says differently goes to stderr, field by field; the exit code is the new verdict's.
 * @throws UsageError when the directory holds no run.
 */
export async function judge({ directory, json, stdout, stderr, colour }: JudgeOptions): Promise<number> {
  const files = await readRunFiles(directory);
  if (files.texts['record.ndjson'] === undefined) {
    throw new UsageError(
      `${directory} is no run's directory: it holds no record.ndjson; name the directory that a drill printed as "Run directory"`,
    );
  }
  const judgement = judgeRun(files, (text) => createHash('sha256').update(text, 'utf8').digest('hex'));
  stdout.write(
    json ? renderJson(judgement) : renderText(makeReportModel(judgement, files.texts), { colour }),
  );
  stderr.write(await comparison(directory, judgement));
  return exitCodeOf(judgement.verdicts.overall);
}

async function readRunFiles(directory: string): Promise<RunFiles> {
  const read = await Promise.all(
    RUN_FILES.map(async (name) => [name, await readText(join(directory, name))] as const),
  );
  const texts: Partial<Record<RunFileName, string>> = {};
  for (const [name, text] of read) if (text !== null) texts[name] = text;
  return { directory, texts };
}

/** Null when there is no such file; anything else that goes wrong is a failure of the tool. */
async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw error;
  }
}

async function comparison(directory: string, judgement: unknown): Promise<string> {
  const stored = await readText(join(directory, 'judgement.json'));
  if (stored === null) return 'No judgement.json is stored here: nothing to compare with.\n';
  const parsed = parseJson(stored);
  if (parsed === undefined) return 'The stored judgement.json is not JSON: it was not compared.\n';
  const found = judgementDifferences(parsed, judgement);
  if (found.length === 0) return 'The stored judgement.json says the same.\n';
  const lines = found.map(
    ({ path, stored: before, recomputed }) =>
      `  ${plainText(path)}: stored ${plainText(before)}, recomputed ${plainText(recomputed)}\n`,
  );
  return `The stored judgement.json differs in ${found.length} fields:\n${lines.join('')}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
