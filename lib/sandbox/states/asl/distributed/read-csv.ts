import { ItemsUnreadable } from './items-unreadable.ts';

export interface CsvShape {
  /** Null when the first row has them. */
  readonly headers: readonly string[] | null;
  readonly delimiter: string;
}

export const DELIMITERS = { COMMA: ',', PIPE: '|', SEMICOLON: ';', SPACE: ' ', TAB: '\t' } as const;

/**
 * Rows as objects of strings. As recorded on AWS: a field that a row does not have is empty, and one that has no header
 * is left out. https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html (CSV file)
 */
export function readCsv(text: string, { headers: given, delimiter }: CsvShape): Record<string, string>[] {
  const rows = rowsOf(text, delimiter);
  const headers = given ?? rows.shift() ?? [];
  if (new Set(headers).size < headers.length)
    throw new ItemsUnreadable('CSV headers cannot contain duplicates.');
  return rows.map((row) => Object.fromEntries(headers.map((header, index) => [header, row[index] ?? ''])));
}

/** RFC 4180: a quoted field may hold delimiters, line breaks, and quotes that are written twice. */
function rowsOf(text: string, delimiter: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    const { field, end } = text[at] === '"' ? quoted(text, at) : plain(text, at, delimiter);
    row.push(field);
    at = end;
    if (text[at] === delimiter) {
      at += 1;
      if (at < text.length && !isBreak(text, at)) continue;
      row.push('');
    }
    rows.push(row);
    row = [];
    at += text.startsWith('\r\n', at) ? 2 : 1;
  }
  return rows;
}

interface Field {
  readonly field: string;
  readonly end: number;
}

function plain(text: string, start: number, delimiter: string): Field {
  let end = start;
  while (end < text.length && text[end] !== delimiter && !isBreak(text, end)) end += 1;
  return { field: text.slice(start, end), end };
}

function quoted(text: string, start: number): Field {
  let field = '';
  let at = start + 1;
  for (;;) {
    const close = text.indexOf('"', at);
    if (close < 0) throw new ItemsUnreadable('A quoted field of the CSV file does not end.');
    field += text.slice(at, close);
    if (text[close + 1] !== '"') return { field, end: close + 1 };
    field += '"';
    at = close + 2;
  }
}

function isBreak(text: string, at: number): boolean {
  return text[at] === '\n' || text.startsWith('\r\n', at);
}
