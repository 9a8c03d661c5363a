import { type Alias, type Document, isScalar, Lexer, LineCounter, parseAllDocuments, visit } from 'yaml';
import { duplicateKeys } from './duplicate-keys.ts';
import type { PlanFinding } from './plan-problem.ts';

/** Beyond these the parser itself would take seconds or exhaust the stack; no plan comes near. */
const MAX_TOKENS = 100_000;
const MAX_NESTING = 32;
const MAX_INDENT = 200;
const MAX_ALIASES = 100;

/** A finding that is known by its offset in the text, before there is a document to look paths up in. */
export interface TextFinding extends Omit<PlanFinding, 'path' | 'atKey'> {
  readonly offset: number;
  readonly path?: string;
}

export type PlanDocument =
  | {
      readonly ok: true;
      readonly document: Document.Parsed;
      readonly lines: LineCounter;
      readonly value: unknown;
    }
  | { readonly ok: false; readonly findings: readonly TextFinding[]; readonly lines: LineCounter };

/** The one YAML document of a plan, with its plain value. Never throws, and takes bounded time and memory. */
export function planDocument(text: string): PlanDocument {
  const lines = new LineCounter();
  const refuse = (findings: readonly TextFinding[]): PlanDocument => ({ ok: false, findings, lines });
  const bulk = bulkFinding(text);
  if (bulk) {
    noteLines(text, lines);
    return refuse([bulk]);
  }
  const documents = parseAllDocuments(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: false,
    stringKeys: true,
    logLevel: 'silent',
  });
  const [document, second] = Array.isArray(documents) ? documents : [];
  if (!document) return refuse([EMPTY]);
  if (second) {
    const offset = second.range[0];
    return refuse([{ offset, expected: 'one YAML document in the file', found: 'a second document' }]);
  }
  const flaws = [...document.errors, ...document.warnings].map(({ pos, message }) => ({
    offset: pos[0],
    expected: 'valid YAML',
    found: message.split('\n')[0]?.slice(0, 200) ?? 'a flaw',
  }));
  if (flaws.length === 0 && isNothing(document)) return refuse([EMPTY]);
  const wrong = flaws.length > 0 ? flaws : duplicateKeys(document.contents);
  return wrong.length > 0 ? refuse(wrong) : withValue(document, lines);
}

const EMPTY: TextFinding = { offset: 0, expected: 'a recovery plan', found: 'an empty file' };

function isNothing({ contents }: Document.Parsed): boolean {
  return isScalar(contents) && contents.value === null;
}

/** Aliases are resolved here; their number is limited, since nine lines of them can stand for a billion values. */
function withValue(document: Document.Parsed, lines: LineCounter): PlanDocument {
  const wrong = aliasFinding(document);
  if (wrong) return { ok: false, findings: [wrong], lines };
  try {
    return { ok: true, document, lines, value: document.toJS({ maxAliasCount: MAX_ALIASES }) };
  } catch {
    return { ok: false, findings: [{ offset: 0, ...TOO_MANY_ALIASES }], lines };
  }
}

const TOO_MANY_ALIASES = {
  expected: `aliases that stand for at most ${MAX_ALIASES} values`,
  found: 'aliases that stand for more',
};

function aliasFinding(document: Document.Parsed): TextFinding | undefined {
  const aliases: Alias[] = [];
  visit(document, { Alias: (_key, alias) => void aliases.push(alias) });
  const offset = (alias: Alias | undefined) => alias?.range?.[0] ?? 0;
  if (aliases.length > MAX_ALIASES) return { offset: offset(aliases[MAX_ALIASES]), ...TOO_MANY_ALIASES };
  const loose = aliases.find((alias) => alias.resolve(document) === undefined);
  return loose && { offset: offset(loose), expected: 'an anchor above the alias', found: `*${loose.source}` };
}

function bulkFinding(text: string): TextFinding | undefined {
  const depth = { flow: 0, inLine: 0 };
  let offset = 0;
  let tokens = 0;
  let previous = '';
  for (const token of new Lexer().lex(text)) {
    tokens++;
    if (previous !== SCALAR_FOLLOWS) count(depth, token);
    const nesting = Math.max(depth.flow, depth.inLine);
    if (nesting > MAX_NESTING)
      return { offset, expected: `nesting of at most ${MAX_NESTING} levels`, found: 'more' };
    if (token.length > MAX_INDENT && token.trim() === '') {
      return {
        offset,
        expected: `at most ${MAX_INDENT} spaces or line breaks in a row`,
        found: `${token.length}`,
      };
    }
    if (tokens > MAX_TOKENS)
      return { offset, expected: `at most ${MAX_TOKENS} words and signs`, found: 'more' };
    previous = token;
    if (!LEXER_MARKS.has(token)) offset += token.length;
  }
  return undefined;
}

/** Control tokens of the lexer (yaml, "Lexer"): they stand for no characters of the text. */
const SCALAR_FOLLOWS = '\u001f';
const LEXER_MARKS = new Set(['\u0002', '\u0018', SCALAR_FOLLOWS]);

function count(depth: { flow: number; inLine: number }, token: string): void {
  if (token === '[' || token === '{') depth.flow++;
  else if (token === ']' || token === '}') depth.flow = Math.max(0, depth.flow - 1);
  else if (token === '-' || token === '?' || token === ':') depth.inLine++;
  else if (token.includes('\n')) depth.inLine = 0;
}

function noteLines(text: string, lines: LineCounter): void {
  lines.addNewLine(0);
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines.addNewLine(at + 1);
}
