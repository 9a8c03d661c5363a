import type { PlanProblem } from './plan-problem.ts';

export const MAX_PLAN_BYTES = 1_048_576;

const OTHER_FILE = 'save it as UTF-8 text, or name the file that holds the plan';

export type PlanText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly problem: PlanProblem };

/** The text of a plan file, when it is small enough, UTF-8, and free of control characters. */
export function planText(bytes: Uint8Array, file: string): PlanText {
  if (bytes.byteLength > MAX_PLAN_BYTES) {
    const found = `${bytes.byteLength} or more`;
    const expected = `a plan of at most ${MAX_PLAN_BYTES} bytes`;
    return refuse({ file, line: 1, column: 1, expected, found, remedy: OTHER_FILE });
  }
  const { text, end } = wholeCharacters(bytes);
  if (end < bytes.byteLength) {
    const found = `the byte 0x${(bytes[end] ?? 0).toString(16).padStart(2, '0')}`;
    return refuse({ file, ...placeAtEnd(text), expected: 'text in UTF-8', found, remedy: remedyFor(bytes) });
  }
  const control = /\p{Cc}/u.exec(text.replaceAll(/[\t\n\r]/g, ' '));
  if (!control) return { ok: true, text };
  const found = `the control character U+${control[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
  const place = placeAtEnd(text.slice(0, control.index));
  return refuse({ file, ...place, expected: 'text', found, remedy: remedyFor(bytes) });
}

function refuse(problem: Omit<PlanProblem, 'path'>): PlanText {
  return { ok: false, problem: { ...problem, path: '' } };
}

/** A byte order mark, or a zero in one of the first two bytes, which is what ASCII looks like in UTF-16. */
function remedyFor([first, second]: Uint8Array): string {
  const marked = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  const zero = (first === 0) !== (second === 0);
  return marked || zero ? 'it looks like UTF-16: save it as UTF-8' : OTHER_FILE;
}

/** The text up to the first byte of what is no character, and where that byte is. */
function wholeCharacters(bytes: Uint8Array): { text: string; end: number } {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const text = decoder.decode(bytes.subarray(0, validPrefix(bytes)), { stream: true });
  return { text: text.replace(/^\uFEFF/, ''), end: new TextEncoder().encode(text).byteLength };
}

/** Length of the longest prefix that is UTF-8 as far as it goes, by bisection. */
function validPrefix(bytes: Uint8Array): number {
  if (decodes(bytes, false)) return bytes.byteLength;
  let good = 0;
  let bad = bytes.byteLength;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (decodes(bytes.subarray(0, middle), true)) good = middle;
    else bad = middle;
  }
  return good;
}

/** `partial`: a character that is cut off at the end is forgiven. */
function decodes(bytes: Uint8Array, partial: boolean): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: partial });
    return true;
  } catch {
    return false;
  }
}

function placeAtEnd(text: string): { line: number; column: number } {
  const lines = text.split('\n');
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}
