import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Judgement } from '../domain/run/judgement.ts';
import { shellWord } from '../domain/shell-word.ts';
import { makeReportModel } from '../report/make-report-model.ts';
import { renderText } from '../report/render-text.ts';
import { EXIT, exitCodeOf } from './exit-code.ts';
import { readRunFiles } from './judge.ts';
import { nearPath } from './near-path.ts';
import type { StateDirectory } from './state-directory.ts';
import { trustOption } from './trust-option.ts';
import type { Terminal } from './terminal.ts';

interface Printing {
  readonly terminal: Terminal;
  readonly json: boolean;
  /** Whose keys its evidence may be signed with. */
  readonly state: Pick<StateDirectory, 'keys'>;
}

/**
 * Prints what the workflow itself judged of a run: one JSON object, or the report with what to do next. Answers the
 * exit code: the verdict, or 70 when no judgement came about.
 */
export async function printRun(directory: string, { terminal, json, state }: Printing): Promise<number> {
  const stored = await readFile(join(directory, 'judgement.json'), 'utf8').catch(() => null);
  if (stored === null) {
    terminal.err.write(
      `no judgement came about: ${directory} holds what the run left, \`npx muster judge\` may read it\n`,
    );
    return EXIT.tool;
  }
  const judgement = { ...Judgement.parse(JSON.parse(stored)), directory };
  terminal.out.write(
    json
      ? `${JSON.stringify(judgement)}\n`
      : `${await textOf(judgement, terminal)}\n${endOf(judgement, await trustOption(directory, state.keys))}`,
  );
  return exitCodeOf(judgement.verdicts.overall);
}

/** As wide as the terminal and with its colours; elsewhere the text as it is stored beside the run. */
async function textOf(judgement: Judgement, { outColumns, colour }: Terminal): Promise<string> {
  const { directory, scope } = judgement;
  if (outColumns === undefined)
    return readFile(join(directory, `report-${scope}.txt`), 'utf8').catch(() => '');
  const { texts } = await readRunFiles(directory);
  return renderText(makeReportModel(judgement, texts), { colour, columns: outColumns });
}

/** The report is longer than a screen: what is read at once, and what to do next, stand below it. */
function endOf({ verdicts, scope, directory: whole }: Judgement, trust: string): string {
  const directory = nearPath(whole);
  const typed = shellWord(directory);
  return `Verdict:         ${verdicts.overall}
Run directory:   ${directory}
Open the report: ${join(directory, `report-${scope}.html`)}
Judge it again:  npx muster judge ${typed}
Who signed it:   npx muster verify ${typed}${trust}
`;
}
