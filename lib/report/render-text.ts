import type { Verdict } from '../domain/run/judgement-parts.ts';
import { plainText } from './plain-text.ts';
import type { Cell, ReportModel, Section } from './report-model.ts';
import { textFigure } from './text-figure.ts';
import { NARROWEST_WIDTH, padEnd, WIDTH, wrap } from './text-layout.ts';
import { textTable } from './text-table.ts';

export interface TextOptions {
  readonly colour: boolean;
  /** Columns of the terminal that it is for; 100 for a file. */
  readonly columns?: number | undefined;
}

/** Words carry the verdict; colours (SGR codes) only repeat it. */
const CODES: Readonly<Record<Verdict | 'strong', string>> = {
  met: '32;1',
  missed: '31;1',
  inconclusive: '33;1',
  strong: '1',
};

type Paint = (text: string, style: Verdict | 'strong') => string;

interface Page {
  readonly width: number;
  readonly paint: Paint;
}

/** Renders a report for a terminal or a plain text file, at most 100 columns wide, or as few as the terminal has. */
export function renderText(model: ReportModel, { colour, columns = WIDTH }: TextOptions): string {
  const paint: Paint = (text, style) => (colour ? `\u001b[${CODES[style]}m${text}\u001b[0m` : text);
  const page = { width: Math.max(NARROWEST_WIDTH, Math.min(WIDTH, columns)), paint };
  const lines = [
    ...verdictBox(model, page),
    '',
    ...verdictLines(model, page),
    ...model.sections.flatMap((part) => ['', ...sectionLines(part, page)]),
  ];
  return `${lines.join('\n')}\n`;
}

function verdictBox(model: ReportModel, { width, paint }: Page): readonly string[] {
  const inner = width - 4;
  const framed = (text: string, style?: Verdict | 'strong') =>
    wrap(plainText(text), inner).map((line) => {
      const padded = padEnd(line, inner);
      return `│ ${style ? paint(padded, style) : padded} │`;
    });
  const rule = '─'.repeat(width - 2);
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

function verdictLines({ verdicts }: ReportModel, { width, paint }: Page): readonly string[] {
  return verdicts.flatMap(({ name, verdict, reason }) => {
    const [first = '', ...rest] = wrap(plainText(reason), width - 32);
    const indent = ' '.repeat(32);
    return [
      `${padEnd(name, 16)}${paint(verdict, verdict)}${' '.repeat(16 - verdict.length)}${first}`.trimEnd(),
      ...rest.map((line) => indent + line),
    ];
  });
}

function sectionLines(
  { title, notes, commands, figures, table, list }: Section,
  page: Page,
): readonly string[] {
  const { width, paint } = page;
  const paintCell = (text: string, { verdict }: Cell) => (verdict ? paint(text, verdict) : text);
  return [
    paint(plainText(title).toUpperCase(), 'strong'),
    ...notes.flatMap((note) => wrap(plainText(note), width)),
    ...commands.map((command) => `    ${plainText(command)}`),
    ...figures.flatMap((figure) => textFigure(figure, width)),
    ...(table ? textTable(table, { width, paint: paintCell }) : []),
    ...list.flatMap((item) => {
      const [first = '', ...rest] = wrap(plainText(item), width - 2);
      return [`- ${first}`, ...rest.map((line) => `  ${line}`)];
    }),
  ];
}
