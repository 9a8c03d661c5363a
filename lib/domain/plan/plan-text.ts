import type { PlanProblem } from './plan-problem.ts';

export const MAX_PLAN_BYTES = 1_048_576;

export type PlanText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly problem: PlanProblem };

/** The text of a plan file, when it is small enough, UTF-8, and free of control characters. */
export function planText(bytes: Uint8Array, file: string): PlanText {
  if (bytes.byteLength > MAX_PLAN_BYTES) {
    const found = `${bytes.byteLength} or more`;
    return refuse({ file, line: 1, column: 1, expected: `a plan of at most ${MAX_PLAN_BYTES} bytes`, found });
  }
  const end = validPrefix(bytes);
  const text = new TextDecoder().decode(bytes.subarray(0, end));
  if (end < bytes.byteLength) {
    const found = `the byte 0x${(bytes[end] ?? 0).toString(16).padStart(2, '0')}`;
    return refuse({ file, ...placeAtEnd(text), expected: 'text in UTF-8', found });
  }
  const control = /\p{Cc}/u.exec(text.replaceAll(/[\t\n\r]/g, ' '));
  if (!control) return { ok: true, text };
  const found = `the control character U+${control[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
  return refuse({ file, ...placeAtEnd(text.slice(0, control.index)), expected: 'text', found });
}

function refuse(problem: Omit<PlanProblem, 'path' | 'remedy'>): PlanText {
  return { ok: false, problem: { ...problem, path: '', remedy: null } };
}

/** Length of the longest prefix that is whole UTF-8, by bisection. */
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
