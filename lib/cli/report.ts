import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { judgeRun } from '../domain/judge/judge-run.ts';
import { parseInstant } from '../domain/instant.ts';
import { readRun, type RunFacts } from '../domain/judge/run-facts.ts';
import { reportModelOf } from '../report/make-report-model.ts';
import { EXIT } from './exit-code.ts';
import { readRunFiles } from './judge.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';
import { writePdf } from './write-pdf.ts';

export interface ReportOptions {
  readonly directory: string;
  /** Where to; beside the run's directory when undefined, since a file more in it would not be one of the run's. */
  readonly pdf?: string | undefined;
  readonly font?: string | undefined;
  readonly terminal: Pick<Terminal, 'out'>;
}

/**
 * `muster report`: judges a run from its raw files, writes the report as a PDF and prints its path.
 * @throws UsageError when the directory holds no run, or the file cannot be written.
 */
export async function report({ directory, pdf, font, terminal }: ReportOptions): Promise<number> {
  const files = await readRunFiles(directory);
  if (files.texts['record.ndjson'] === undefined) {
    throw new UsageError(`${directory} is no run's directory: it holds no record.ndjson`);
  }
  const judgement = judgeRun(files, (text) => createHash('sha256').update(text, 'utf8').digest('hex'));
  const facts = readRun(files);
  const bytes = await writePdf(reportModelOf(judgement, facts), { at: endOf(facts), font });
  const path = resolve(pdf ?? `${resolve(directory)}.report-${judgement.scope}.pdf`);
  await writeFile(path, bytes).catch((cause: unknown) => {
    throw new UsageError(`${path}: cannot be written; name another file with --pdf`, { cause });
  });
  terminal.out.write(`${path}\n`);
  return EXIT.met;
}

/** A PDF has to have a date: that of a record without any is the first that there is. */
function endOf({ entries }: RunFacts): number {
  const last = entries.find(({ kind }) => kind === 'seal') ?? entries.at(-1);
  return last ? parseInstant(last.at) : 0;
}
