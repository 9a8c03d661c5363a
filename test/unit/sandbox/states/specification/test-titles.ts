import { parseAst } from 'vitest/node';

interface Node {
  readonly type: string;
  readonly [field: string]: unknown;
}

/**
 * Titles of the tests of a file that run whenever it does: calls of `test` and `it` with a body, at the top or in a
 * `describe`, and what rows of `test.each` put in place of the first mark of their title. What is skipped, to do,
 * expected to fail, bound to a condition, or a mere string is none.
 */
export function testTitles(source: string): ReadonlySet<string> {
  return new Set(titlesOf(listOf(nodeOf(parseAst(source, { lang: 'ts' }))?.['body'])));
}

function titlesOf(statements: readonly Node[]): readonly string[] {
  return statements.flatMap((statement) => {
    const call = nodeOf(statement['expression']);
    return statement.type === 'ExpressionStatement' && call?.type === 'CallExpression'
      ? titlesOfCall(call)
      : [];
  });
}

function titlesOfCall(call: Node): readonly string[] {
  const words = wordsOf(nodeOf(call['callee'])).join('.');
  const [title, ...more] = listOf(call['arguments']);
  const body = bodyOf(more);
  if (body.length === 0) return [];
  if (/^describe(\.each)?$/.test(words)) return titlesOf(body);
  if (!/^(test|it)(\.each)?$/.test(words) || skipsItself(body)) return [];
  const text = stringOf(title);
  if (text === null) return [];
  return /%[sj]/.test(text) ? [text, ...firstCells(nodeOf(call['callee']))] : [text];
}

/** `test.each(rows)` is `test`, `each`; what is neither a name nor a call of one has no words. */
function wordsOf(callee: Node | null): readonly string[] {
  if (callee?.type === 'Identifier') return [String(callee['name'])];
  if (callee?.type === 'CallExpression') return wordsOf(nodeOf(callee['callee']));
  if (callee?.type !== 'MemberExpression') return [];
  return [...wordsOf(nodeOf(callee['object'])), ...wordsOf(nodeOf(callee['property']))];
}

/** Statements of the function, which may be one expression; none where options stand beside it. */
function bodyOf(args: readonly Node[]): readonly Node[] {
  const [made, ...options] = args;
  if (made?.type !== 'ArrowFunctionExpression' || options.some(({ type }) => type === 'ObjectExpression'))
    return [];
  const body = nodeOf(made['body']);
  if (body?.type === 'BlockStatement') return listOf(body['body']);
  return body ? [{ type: 'ExpressionStatement', expression: body }] : [];
}

/** A test that calls `skip` of its context may not have run. */
function skipsItself(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(skipsItself);
  const node = nodeOf(value);
  if (!node) return false;
  if (node.type === 'CallExpression' && wordsOf(nodeOf(node['callee'])).at(-1) === 'skip') return true;
  return Object.values(node).some(skipsItself);
}

function firstCells(callee: Node | null): readonly string[] {
  const [rows] = listOf(callee?.['arguments']);
  return listOf(rows?.['elements']).flatMap((row) => {
    const cell = stringOf(row.type === 'ArrayExpression' ? listOf(row['elements'])[0] : row);
    return cell === null ? [] : [cell];
  });
}

function stringOf(node: Node | undefined): string | null {
  return node?.type === 'Literal' && typeof node['value'] === 'string' ? node['value'] : null;
}

function listOf(value: unknown): readonly Node[] {
  return Array.isArray(value) ? value.map(nodeOf).filter((node) => node !== null) : [];
}

function nodeOf(value: unknown): Node | null {
  return isNode(value) ? value : null;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
