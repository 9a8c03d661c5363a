import { type Content, element, type Html } from './html-element.ts';
import { htmlPage } from './html-page.ts';
import type { Figure } from './figure.ts';
import type { Cell, ColumnKind, ReportModel, Section, Table } from './report-model.ts';
import { drawFigure } from './svg/draw-figure.ts';

/** Renders a report as one HTML file without any external part. The same model gives the same bytes. */
export function renderHtml(model: ReportModel): string {
  const title = `${model.banner.word}: ${model.title}, ${model.overall}`;
  const main = element('main', {}, [
    verdictBox(model),
    verdictTable(model),
    ...model.sections.map(renderSection),
    element('footer', {}, element('p', {}, `${model.banner.word} · ${model.title} · run ${model.run}`)),
  ]);
  return htmlPage({ title, body: main });
}

function verdictBox(model: ReportModel): Html {
  return element('header', { class: `verdict-box ${model.overall}` }, [
    element('p', { class: 'scope' }, model.banner.word),
    element('p', {}, model.banner.sentence),
    element('h1', {}, model.title),
    element('p', { class: 'overall' }, model.overall.toUpperCase()),
    element('p', {}, model.overallReason),
    ...model.headlines.map((line) => element('p', {}, line)),
  ]);
}

function verdictTable({ verdicts }: ReportModel): Html {
  const table: Table = {
    columns: [{ label: 'Part' }, { label: 'Verdict' }, { label: 'Reason' }],
    rows: verdicts.map(({ name, verdict, reason }) => [
      { text: name },
      { text: verdict, verdict },
      { text: reason },
    ]),
  };
  return element('section', { 'aria-labelledby': 'verdicts', class: 'verdicts' }, [
    element('h2', { id: 'verdicts' }, 'Verdicts'),
    renderTable(table, 'Verdicts'),
  ]);
}

function renderSection({ id, title, notes, commands, figures, table, list }: Section): Html {
  const parts: Content[] = [
    element('h2', { id }, title),
    ...notes.map((note) => element('p', {}, note)),
    ...commands.map((command) => element('pre', {}, element('code', {}, command))),
    ...figures.map((figure, index) =>
      renderFigure(figure, figures.length > 1 ? `${title}, ${index + 1}` : title),
    ),
    ...(table ? [renderTable(table, title)] : []),
    ...(list.length > 0
      ? [
          element(
            'ul',
            {},
            list.map((item) => element('li', {}, item)),
          ),
        ]
      : []),
  ];
  return element('section', { 'aria-labelledby': id }, ['\n', ...parts]);
}

function renderFigure(figure: Figure, title: string): Html {
  const name = figure.kind === 'ledger' ? figure.label : title;
  return element('figure', {}, [
    ...(figure.kind === 'ledger' ? [element('figcaption', {}, figure.label)] : []),
    scrolling(`Figure: ${name}`, drawFigure(figure)),
  ]);
}

/** A region that scrolls can be reached by keyboard, so it has a name. */
function scrolling(name: string, content: Html): Html {
  return element('div', { class: 'scroll', role: 'region', tabindex: 0, 'aria-label': name }, content);
}

function renderTable({ columns, rows }: Table, name: string): Html {
  const head = columns.map(({ label, kind }) => element('th', { scope: 'col', class: kind ?? false }, label));
  const body = rows.map((row) =>
    element('tr', {}, [row.map((cell, index) => renderCell(cell, index, columns[index]?.kind)), '\n']),
  );
  return scrolling(
    `Table: ${name}`,
    element('table', {}, [element('thead', {}, element('tr', {}, head)), element('tbody', {}, body)]),
  );
}

function renderCell({ text, verdict }: Cell, index: number, kind?: ColumnKind): Html {
  if (index === 0) return element('th', { scope: 'row', class: kind ?? false }, text);
  return element('td', { class: verdict ?? kind ?? false }, kind === 'number' ? withItsUnit(text) : text);
}

/** A number and its unit stay on one line; several of them may still be on two. */
function withItsUnit(text: string): string {
  return text.replaceAll(/(?<=\d) (?=(?:%|[a-zA-Z]{1,3}|bytes)(?:,|$| ))/g, '\u00a0');
}
