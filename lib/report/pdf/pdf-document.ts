import type { Content, ContentTable, CustomTableLayout, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import type { Verdict } from '../../domain/run/judgement-parts.ts';
import type { Figure } from '../figure.ts';
import type { ReportModel, Section, Table } from '../report-model.ts';
import { pdfFigure } from './pdf-figure.ts';
import { type Glyphs, pdfText } from './pdf-text.ts';

/** Points between the margins of A4. */
const WIDTH = 515;
const COLOUR: Readonly<Record<Verdict, string>> = {
  met: '#116329',
  missed: '#a40e26',
  inconclusive: '#7a4b00',
};
/** Letters of a column that takes what it needs; longer ones share what is left. */
const SHORT = 24;
const LINE = '#d0d7de';
const SOFT = '#57606a';

const RULED: CustomTableLayout = {
  hLineWidth: (index, { table: { body } }) => (index === 0 || index === body.length ? 0 : 0.5),
  vLineWidth: () => 0,
  hLineColor: () => LINE,
  paddingLeft: () => 0,
  paddingRight: () => 10,
  paddingTop: () => 3,
  paddingBottom: () => 3,
};

/** A report as pages of A4, in the order and the words of its model; no rendering says anything else. */
export function pdfDocument(model: ReportModel, glyphs: Glyphs): TDocumentDefinitions {
  const foot = `${model.banner.word} · ${model.title} · run ${model.run}`;
  return {
    pageSize: 'A4',
    pageMargins: [40, 40, 40, 50],
    language: 'en',
    displayTitle: true,
    // Whoever compresses writes other bytes with another version of zlib.
    compress: false,
    defaultStyle: { fontSize: 9.5, lineHeight: 1.2, color: '#1b1f24' },
    content: [
      verdictBox(model, glyphs),
      heading('Verdicts', glyphs),
      verdictTable(model, glyphs),
      ...model.sections.flatMap((section) => sectionContent(section, glyphs)),
    ],
    footer: (page, pages) => ({
      columns: [
        { stack: [pdfText(foot, glyphs)], width: '*' },
        { text: `page ${page} of ${pages}`, width: 'auto' },
      ],
      columnGap: 12,
      margin: [40, 16, 40, 0],
      fontSize: 8,
      color: SOFT,
    }),
    pageBreakBefore: ({ headlineLevel }, nodes) =>
      headlineLevel === 1 && nodes.getFollowingNodesOnPage().length === 0,
  };
}

function verdictBox(
  { banner, title, overall, overallReason, headlines }: ReportModel,
  glyphs: Glyphs,
): Content {
  const colour = COLOUR[overall];
  const lines: Content[] = [
    { stack: [pdfText(banner.word, glyphs)], bold: true, characterSpacing: 1 },
    pdfText(banner.sentence, glyphs),
    { stack: [pdfText(title, glyphs)], fontSize: 15, bold: true, margin: [0, 4, 0, 0] },
    { text: overall.toUpperCase(), fontSize: 19, bold: true, color: colour },
    ...[overallReason, ...headlines].map((line) => pdfText(line, glyphs)),
  ];
  return {
    table: { widths: ['*'], body: [[{ stack: lines }]] },
    layout: {
      hLineWidth: () => 2,
      vLineWidth: () => 2,
      hLineColor: () => colour,
      vLineColor: () => colour,
      paddingLeft: () => 12,
      paddingRight: () => 12,
      paddingTop: () => 10,
      paddingBottom: () => 8,
    },
  };
}

function verdictTable({ verdicts }: ReportModel, glyphs: Glyphs): Content {
  const columns = [{ label: 'Part' }, { label: 'Verdict' }, { label: 'Reason' }];
  const rows = verdicts.map(({ name, verdict, reason }) => [
    { text: name },
    { text: verdict, verdict },
    { text: reason },
  ]);
  return { ...tableContent({ columns, rows }, glyphs), margin: [0, 0, 0, 4] };
}

function heading(title: string, glyphs: Glyphs): Content {
  return {
    stack: [pdfText(title, glyphs)],
    headlineLevel: 1,
    fontSize: 12.5,
    bold: true,
    margin: [0, 16, 0, 4],
  };
}

/** A title, its sentences and its first figure stay on one page. */
function sectionContent(
  { title, notes, commands, figures, table, list }: Section,
  glyphs: Glyphs,
): Content[] {
  const [first, ...others] = figures.map((figure) => figureContent(figure, glyphs));
  const opening: Content[] = [
    heading(title, glyphs),
    ...notes.map((note): Content => ({ stack: [pdfText(note, glyphs)], margin: [0, 0, 0, 3] })),
    ...commands.map((command) => commandBox(command, glyphs)),
    ...(first ? [first] : []),
  ];
  return [
    first ? { stack: opening, unbreakable: true } : { stack: opening },
    ...others,
    ...(table ? [tableContent(table, glyphs)] : []),
    ...listContent(list, glyphs),
  ];
}

function listContent(list: readonly string[], glyphs: Glyphs): Content[] {
  if (list.length === 0) return [];
  return [{ ul: list.map((item) => pdfText(item, glyphs)), margin: [0, 4, 0, 0] }];
}

/** Of several charts of one kind each says whose it is. */
function figureContent(figure: Figure, glyphs: Glyphs): Content {
  const caption = figure.kind === 'ledger' ? [{ stack: [pdfText(figure.label, glyphs)], bold: true }] : [];
  return {
    stack: [...caption, { svg: pdfFigure(figure), width: WIDTH }],
    unbreakable: true,
    margin: [0, 6, 0, 2],
  };
}

function commandBox(command: string, glyphs: Glyphs): Content {
  return {
    table: { widths: ['*'], body: [[{ stack: [pdfText(command, glyphs)], fillColor: '#f3f6fa' }]] },
    layout: 'noBorders',
    margin: [0, 2, 0, 4],
  };
}

function tableContent({ columns, rows }: Table, glyphs: Glyphs): ContentTable {
  const head = columns.map(({ label, kind }) => ({
    stack: [pdfText(label, glyphs)],
    bold: true,
    color: SOFT,
    fontSize: 8.5,
    ...placed(kind),
  }));
  const body = rows.map((row) =>
    columns.map(({ kind }, index) => {
      const { text = '', verdict } = row[index] ?? {};
      const inked = verdict ? { bold: true, color: COLOUR[verdict] } : { bold: index === 0 };
      const noWrap = kind === 'instant' || (index === 0 && text.length <= SHORT);
      return { stack: [pdfText(text, glyphs)], noWrap, ...placed(kind), ...inked };
    }),
  );
  return {
    table: { headerRows: 1, dontBreakRows: true, widths: widthsOf({ columns, rows }), body: [head, ...body] },
    layout: RULED,
  };
}

function widthsOf({ columns, rows }: Table): ('auto' | '*')[] {
  const long = columns.map(({ kind }, index) => {
    return !kind && rows.some((row) => (row[index]?.text.length ?? 0) > SHORT);
  });
  const last = columns.findLastIndex(({ kind }) => !kind);
  return long.map((isLong, index) => (isLong || (index === last && !long.includes(true)) ? '*' : 'auto'));
}

function placed(kind: Table['columns'][number]['kind']) {
  return kind === 'number' ? { alignment: 'right' as const } : {};
}
