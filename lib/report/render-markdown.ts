import type { Verdict } from '../domain/run/judgement-parts.ts';
import { markdownText } from './markdown-text.ts';
import { plainText } from './plain-text.ts';
import type { ReportModel, Section, Table } from './report-model.ts';
import { textFigure } from './text-figure.ts';
import { WIDTH } from './text-layout.ts';

const AT_THE_START = /^(?:[#+=-]|\d+[.)])/;

/** A report for a ticket or a wiki: CommonMark with the tables of GitHub. The same report gives the same bytes. */
export function renderMarkdown(model: ReportModel): string {
  const { banner, title, overall, overallReason, headlines, verdicts, sections } = model;
  const lines = [
    `# ${markdownText(`${banner.word}: ${title}: ${shout(overall)}`)}`,
    '',
    `> ${markdownText(banner.sentence)}`,
    '',
    paragraph(overallReason),
    '',
    ...listed(headlines),
    ...tableLines({
      columns: ['Part', 'Verdict', 'Why'].map((label) => ({ label })),
      rows: verdicts.map(({ name, verdict, reason }) => [name, shout(verdict), reason].map(cellOf)),
    }),
    ...sections.flatMap(sectionLines),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function shout(verdict: Verdict): string {
  return verdict.toUpperCase();
}

function cellOf(text: string): { readonly text: string } {
  return { text };
}

/** A line of its own: what would begin a heading or a list there is text as well. */
function paragraph(text: string): string {
  return markdownText(text).replace(AT_THE_START, (start) => start.replace(/.$/, (sign) => `\\${sign}`));
}

function sectionLines({ title, notes, commands, figures, table, list }: Section): readonly string[] {
  const drawn = figures.flatMap((figure) => textFigure(figure, WIDTH));
  return [
    `## ${markdownText(title)}`,
    '',
    ...notes.flatMap((note) => [paragraph(note), '']),
    ...fenced('sh', commands.map(plainText)),
    ...fenced('text', drawn),
    ...(table ? tableLines(table) : []),
    ...listed(list),
  ];
}

/** Longer than any fence that a line could bring along. */
function fenced(language: string, lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return [];
  const longest = Math.max(
    2,
    ...lines.flatMap((line) => line.match(/`+/g) ?? []).map(({ length }) => length),
  );
  const fence = '`'.repeat(longest + 1);
  return [`${fence}${language}`, ...lines, fence, ''];
}

function tableLines({ columns, rows }: Table): readonly string[] {
  return [
    rowLine(columns.map(({ label }) => label)),
    `| ${columns.map(({ kind }) => (kind === 'number' ? '--:' : '---')).join(' | ')} |`,
    ...rows.map((row) => rowLine(row.map(({ text }) => text))),
    '',
  ];
}

function rowLine(cells: readonly string[]): string {
  return `| ${cells.map(markdownText).join(' | ')} |`;
}

function listed(items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : [...items.map((item) => `- ${paragraph(item)}`), ''];
}
