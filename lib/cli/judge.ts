import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RULES_VERSION } from '../domain/judge/judge-rules.ts';
import { judgeRun } from '../domain/judge/judge-run.ts';
import { judgementDifferences } from '../domain/judge/judgement-differences.ts';
import { namedRules, underRules } from '../domain/judge/named-rules.ts';
import { RUN_FILES, type RunFileName, type RunFiles } from '../domain/run/run-files.ts';
import { makeReportModel } from '../report/make-report-model.ts';
import { plainText } from '../report/plain-text.ts';
import { renderJson } from '../report/render-json.ts';
import { renderText } from '../report/render-text.ts';
import { exitCodeOf } from './exit-code.ts';
import { UsageError } from './usage-error.ts';

/** Fields that differ, of which a person reads the first. */
const MOST_SHOWN = 40;

export interface JudgeOptions {
  readonly directory: string;
  readonly json: boolean;
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
  readonly colour: boolean;
  /** Width of the terminal that stdout is, if it is one. */
  readonly columns?: number | undefined;
}

/**
 * Judges a run's directory from its raw files alone, offline, and prints the report or the one JSON object. What a
 * stored judgement.json says differently goes to stderr, field by field, and by which rules where they are others; the exit code is the new verdict's.
 * @throws UsageError when the directory holds no run.
 */
export async function judge({ directory, json, stdout, stderr, ...options }: JudgeOptions): Promise<number> {
  const files = await readRunFiles(directory);
  if (files.texts['record.ndjson'] === undefined) {
    throw new UsageError(
      `${directory} is no run's directory: it holds no record.ndjson; name the directory that a drill printed as "Run directory"`,
    );
  }
  const judgement = judgeRun(files, (text) => createHash('sha256').update(text, 'utf8').digest('hex'));
  stdout.write(json ? renderJson(judgement) : renderText(makeReportModel(judgement, files.texts), options));
  stderr.write(await comparison(directory, judgement));
  return exitCodeOf(judgement.verdicts.overall);
}

export async function readRunFiles(directory: string): Promise<RunFiles> {
  const read = await Promise.all(
    RUN_FILES.map(async (name) => [name, await readText(join(directory, name))] as const),
  );
  const texts: Partial<Record<RunFileName, string>> = {};
  for (const [name, text] of read) if (text !== null) texts[name] = text;
  return { directory, texts };
}

/** Null when there is no such file. @throws UsageError for one that cannot be read. */
async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    const seen = code === 'EISDIR' ? 'it is a directory' : `it cannot be read (${String(code)})`;
    throw new UsageError(
      `${path}: expected a file of the run, and ${seen}; judge a copy of the run's directory that is whole and that you may read`,
    );
  }
}

async function comparison(directory: string, judgement: object): Promise<string> {
  const text = await readText(join(directory, 'judgement.json'));
  if (text === null) return 'No judgement.json is stored here: nothing to compare with.\n';
  const parsed = parseJson(text);
  if (parsed === undefined) return 'The stored judgement.json is not JSON: it was not compared.\n';
  const rules = namedRules(parsed);
  const found = judgementDifferences(parsed, rules === null ? judgement : underRules(judgement, rules));
  const [stored, same] =
    rules === null || rules === RULES_VERSION
      ? ['The stored judgement.json', '']
      : [
          `The stored judgement.json, by rules ${rules},`,
          ` as rules ${RULES_VERSION}, which this version has`,
        ];
  if (found.length === 0) return `${stored} says the same${same}.\n`;
  const shown = found.slice(0, MOST_SHOWN);
  const more = found.length > MOST_SHOWN ? `  … and ${found.length - MOST_SHOWN} more\n` : '';
  const lines = shown.map(
    ({ path, stored: before, recomputed }) =>
      `  ${plainText(path)}: stored ${plainText(before)}, recomputed ${plainText(recomputed)}\n`,
  );
  const from = same === '' ? '' : ` from what rules ${RULES_VERSION} of this version come to`;
  return `${stored} differs${from} in ${found.length} ${found.length === 1 ? 'field' : 'fields'}:\n${lines.join('')}${more}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
