import { visibleText } from '../visible-text.ts';

/** Keys and indexes from the top of the plan to a value. */
export type PlanPath = readonly (string | number)[];

/** Something wrong with a plan, before it is known where in the file it stands. */
export interface PlanFinding {
  readonly path: PlanPath;
  readonly expected: string;
  readonly found: string;
  /** What was probably meant, or what to do. */
  readonly remedy?: string;
  /** True when the key itself is wrong, and not its value. */
  readonly atKey?: boolean;
}

/** Something wrong with a plan, at its place in the file. Lines and columns count from 1. */
export interface PlanProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Such as `services[0].dependsOn[1]`; empty for the file as a whole. */
  readonly path: string;
  readonly expected: string;
  readonly found: string;
  readonly remedy: string | null;
}

export function formatPath(path: PlanPath): string {
  return path
    .map((step, index) =>
      typeof step === 'number' ? `[${step}]` : `${index > 0 ? '.' : ''}${keyName(step)}`,
    )
    .join('');
}

/** A key as it stands, unless it is long, or would end or steer a terminal's line. */
function keyName(key: string): string {
  return key.length <= LONGEST_QUOTE && visibleText(key) === key ? key : quote(key);
}

/** The problem in one line that editors and terminals can jump from, and its remedy in a second. */
export function formatProblem(problem: PlanProblem): string {
  const { file, line, column, path, expected, found, remedy } = problem;
  const subject = path ? `${path}: ` : '';
  const message = `${visibleText(file) || '""'}:${line}:${column}: ${subject}expected ${expected}, found ${found}`;
  return remedy ? `${message}\n    ${remedy}` : message;
}

/** What is wrong, and what to do, in one line without a place in a file. */
export function formatFinding({ path, expected, found, remedy }: PlanFinding): string {
  const what = `${formatPath(path)}: expected ${expected}, found ${found}`;
  return remedy === undefined ? what : `${what}; ${remedy}`;
}

const LONGEST_QUOTE = 60;

/** What stands in a plan, in few words: a long or deep value is never printed whole. */
export function describeValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'an empty value';
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'number' || typeof value === 'bigint') return `the number ${value}`;
  if (typeof value === 'boolean') return `the truth value ${value}`;
  if (Array.isArray(value))
    return value.length === 1 ? 'a list of 1 item' : `a list of ${value.length} items`;
  return 'a map';
}

/** A text in quotes, cut where it is long, with what a terminal would obey made visible. */
export function quote(text: string): string {
  return visibleText(JSON.stringify(text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text));
}
