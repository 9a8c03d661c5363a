import type { Verdict } from '../domain/run/judgement.ts';
import { plainText } from './plain-text.ts';
import type { Cell, ReportModel, Section } from './report-model.ts';
import { textFigure } from './text-figure.ts';
import { padEnd, WIDTH, wrap } from './text-layout.ts';
import { textTable } from './text-table.ts';

export interface TextOptions {
  readonly colour: boolean;
}

/** Words carry the verdict; colours (SGR codes) only repeat it. */
const CODES: Readonly<Record<Verdict | 'strong', string>> = {
  met: '32;1',
  missed: '31;1',
  inconclusive: '33;1',
  strong: '1',
};

type Paint = (text: string, style: Verdict | 'strong') => string;

/** Renders a report for a terminal or a plain text file, at most 100 columns wide. */
export function renderText(model: ReportModel, { colour }: TextOptions): string {
  const paint: Paint = (text, style) => (colour ? `\u001b[${CODES[style]}m${text}\u001b[0m` : text);
  const lines = [
    ...verdictBox(model, paint),
    '',
    ...verdictLines(model, paint),
    ...model.sections.flatMap((part) => ['', ...sectionLines(part, paint)]),
  ];
  return `${lines.join('\n')}\n`;
}

function verdictBox(model: ReportModel, paint: Paint): readonly string[] {
  const inner = WIDTH - 4;
  const framed = (text: string, style?: Verdict | 'strong') =>
    wrap(plainText(text), inner).map((line) => {
      const padded = padEnd(line, inner);
      return `│ ${style ? paint(padded, style) : padded} │`;
    });
  const rule = '─'.repeat(WIDTH - 2);
  return [
    `┌${rule}┐`,
    ...framed(model.banner.word, 'strong'),
    ...framed(model.banner.sentence),
    `├${rule}┤`,
    ...framed(`${model.title}: ${model.overall.toUpperCase()}`, model.overall),
    ...framed(model.overallReason),
    ...model.headlines.flatMap((line) => framed(line)),
    `└${rule}┘`,
  ];
}

function verdictLines({ verdicts }: ReportModel, paint: Paint): readonly string[] {
  return verdicts.flatMap(({ name, verdict, reason }) => {
    const [first = '', ...rest] = wrap(plainText(reason), WIDTH - 32);
    const indent = ' '.repeat(32);
    return [
      `${padEnd(name, 16)}${paint(verdict, verdict)}${' '.repeat(16 - verdict.length)}${first}`.trimEnd(),
      ...rest.map((line) => indent + line),
    ];
  });
}

function sectionLines(
  { title, notes, commands, figures, table, list }: Section,
  paint: Paint,
): readonly string[] {
  const paintCell = (text: string, { verdict }: Cell) => (verdict ? paint(text, verdict) : text);
  return [
    paint(plainText(title).toUpperCase(), 'strong'),
    ...notes.flatMap((note) => wrap(plainText(note), WIDTH)),
    ...commands.map((command) => `    ${plainText(command)}`),
    ...figures.flatMap(textFigure),
    ...(table ? textTable(table, paintCell) : []),
    ...list.flatMap((item) => {
      const [first = '', ...rest] = wrap(plainText(item), WIDTH - 2);
      return [`- ${first}`, ...rest.map((line) => `  ${line}`)];
    }),
  ];
}
