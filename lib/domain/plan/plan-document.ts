import { type Alias, type Document, isScalar, LineCounter, parseAllDocuments, visit } from 'yaml';
import { duplicateKeys } from './duplicate-keys.ts';
import { planSizeFinding } from './plan-size.ts';
import type { TextFinding } from './text-finding.ts';

const MAX_ALIASES = 100;

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
  const lines = linesOf(text);
  const refuse = (findings: readonly TextFinding[]): PlanDocument => ({ ok: false, findings, lines });
  const tooMuch = planSizeFinding(text);
  if (tooMuch) return refuse([tooMuch]);
  const [document, second] = documentsOf(text);
  if (!document) return refuse([EMPTY]);
  if (second) return refuse([{ offset: second.range[0], ...SECOND_DOCUMENT }]);
  const flaws = [...document.errors, ...document.warnings].map(({ pos, message }) => ({
    offset: pos[0],
    expected: 'valid YAML',
    found: flawText(message),
  }));
  if (flaws.length === 0 && isNothing(document)) return refuse([EMPTY]);
  const wrong = flaws.length > 0 ? flaws : duplicateKeys(document.contents);
  return wrong.length > 0 ? refuse(wrong) : withValue(document, lines);
}

function documentsOf(text: string): readonly Document.Parsed[] {
  const documents = parseAllDocuments(text, {
    prettyErrors: false,
    // They are looked for afterwards: the parser compares each key with each other.
    uniqueKeys: false,
    stringKeys: true,
    logLevel: 'silent',
  });
  return Array.isArray(documents) ? documents : [];
}

/** The parser's own sentence, as the end of "expected valid YAML, found". */
function flawText(message: string): string {
  const line = message.split('\n')[0]?.slice(0, 200) ?? '';
  return `a flaw: ${line.charAt(0).toLowerCase()}${line.slice(1)}`;
}

const EMPTY: TextFinding = { offset: 0, expected: 'a recovery plan', found: 'an empty file' };
const SECOND_DOCUMENT = { expected: 'one YAML document in the file', found: 'a second document' };

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
  if (aliases.length > MAX_ALIASES) return { offset: startOf(aliases[MAX_ALIASES]), ...TOO_MANY_ALIASES };
  const loose = aliases.find((alias) => alias.resolve(document) === undefined);
  return (
    loose && { offset: startOf(loose), expected: 'an anchor above the alias', found: `*${loose.source}` }
  );
}

function startOf(alias: Alias | undefined): number {
  return alias?.range?.[0] ?? 0;
}

/** Of our own making: the parser's count leaves out line breaks within some texts that it refuses. */
function linesOf(text: string): LineCounter {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines.addNewLine(at + 1);
  return lines;
}
