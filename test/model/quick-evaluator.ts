import { isRecord } from '../../lib/sandbox/states/asl/is-record.ts';
import type { Evaluator } from '../../lib/sandbox/states/asl/jsonata/evaluator.ts';

/** A variable, or a way through its members. */
const PATH = /^\s*\$(\w+(?:\.\w+)*)\s*$/;

/**
 * Most expressions of a workflow name a variable or a member of one, and JSONata takes long for them. Those are looked
 * up; all others, and what is not a plain value, go to the evaluator. A test compares the two.
 */
export function quickEvaluator(evaluate: Evaluator): Evaluator {
  const paths = new Map<string, readonly string[] | null>();
  const pathOf = (expression: string): readonly string[] | null => {
    const known = paths.get(expression);
    if (known !== undefined) return known;
    const path = PATH.exec(expression)?.[1]?.split('.') ?? null;
    paths.set(expression, path);
    return path;
  };
  return async (expression, location, bindings) => {
    const path = pathOf(expression);
    const found = path && walk(bindings, path);
    return found === undefined || found === null ? evaluate(expression, location, bindings) : found.value;
  };
}

function walk(
  bindings: Readonly<Record<string, unknown>>,
  path: readonly string[],
): { readonly value: unknown } | null {
  let value: unknown = bindings;
  for (const name of path) {
    if (!isRecord(value)) return null;
    value = value[name];
  }
  // What is missing, and arrays, which JSONata treats in its own way, are left to it.
  return value === undefined || (Array.isArray(value) && value.length < 2) ? null : { value };
}
