import { Lexer } from 'yaml';
import type { TextFinding } from './text-finding.ts';

/**
 * Beyond these a parser takes minutes or exhausts its stack: a megabyte of `{` took one 270 s. No plan comes near.
 */
const MAX_TOKENS = 100_000;
const MAX_NESTING = 32;
const MAX_BLANKS = 200;

/** Control tokens of the lexer (yaml, "Lexer"): they stand for no characters of the text. */
const SCALAR_FOLLOWS = '\u001f';
const LEXER_MARKS = new Set(['\u0002', '\u0018', SCALAR_FOLLOWS]);

interface Nesting {
  flow: number;
  /** Of collections that open one after another in the same line of block style. */
  line: number;
}

/** Says where a text is too much for a plan, from its words and signs alone, in one pass. */
export function planSizeFinding(text: string): TextFinding | undefined {
  const nesting = { flow: 0, line: 0 };
  let offset = 0;
  let tokens = 0;
  let previous = '';
  for (const token of new Lexer().lex(text)) {
    tokens++;
    if (previous !== SCALAR_FOLLOWS) follow(nesting, token);
    const excess = excessOf(token, tokens, nesting);
    if (excess) return { offset, ...excess };
    previous = token;
    if (!LEXER_MARKS.has(token)) offset += token.length;
  }
  return undefined;
}

function follow(nesting: Nesting, token: string): void {
  if (token === '[' || token === '{') nesting.flow++;
  else if (token === ']' || token === '}') nesting.flow = Math.max(0, nesting.flow - 1);
  else if (token === '?' || (nesting.flow === 0 && (token === '-' || token === ':'))) nesting.line++;
  else if (token.includes('\n')) nesting.line = 0;
}

function excessOf(token: string, tokens: number, nesting: Nesting) {
  if (Math.max(nesting.flow, nesting.line) > MAX_NESTING) {
    return { expected: `nesting of at most ${MAX_NESTING} levels`, found: 'more' };
  }
  if (token.length > MAX_BLANKS && token.trim() === '') {
    return { expected: `at most ${MAX_BLANKS} blanks in a row`, found: `${token.length}` };
  }
  return tokens > MAX_TOKENS
    ? { expected: `at most ${MAX_TOKENS} words and signs`, found: 'more' }
    : undefined;
}
