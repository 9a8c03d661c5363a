import type { z } from 'zod';
import { didYouMean } from './near-miss.ts';
import { describeValue, type PlanFinding, type PlanPath, quote } from './plan-problem.ts';
import { RecoveryPlan } from './recovery-plan.ts';
import { keysAt, valueAt } from './schema-shape.ts';

type Issue = z.core.$ZodIssue;

/** What the schema found wrong, in the words of somebody who writes plans. */
export function schemaFindings(issues: readonly Issue[], value: unknown): readonly PlanFinding[] {
  return issues.flatMap((issue) => {
    const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
    if (issue.code === 'unrecognized_keys') return unknownKeys(path, issue.keys, value);
    const seen = valueAt(value, path);
    return [{ path, expected: expectedBy(issue), found: describeValue(seen), ...nearOption(issue, seen) }];
  });
}

/** A hostile file may have very many; whoever misspelt keys has a few. */
const MAX_UNKNOWN_KEYS = 50;

function unknownKeys(path: PlanPath, unknown: readonly string[], value: unknown): readonly PlanFinding[] {
  const keys = keysAt(RecoveryPlan, path, value);
  return unknown.slice(0, MAX_UNKNOWN_KEYS).map((key) => {
    const meant = didYouMean(key, keys);
    return {
      path: [...path, key],
      expected: meant.remedy ? 'a known key' : `one of the keys ${keys.join(', ')}`,
      found: `the unknown key ${quote(key)}`,
      atKey: true,
      ...meant,
    };
  });
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
};

function expectedBy(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return TYPES[issue.expected] ?? issue.expected;
    case 'invalid_value':
      return oneOf(issue.values);
    case 'invalid_union':
      return 'options' in issue && Array.isArray(issue.options)
        ? oneOf(issue.options)
        : 'text, a number, or true or false';
    case 'too_small':
      return bounded('at least', issue.minimum, issue);
    case 'too_big':
      return bounded('at most', issue.maximum, issue);
    default:
      return issue.message;
  }
}

function bounded(
  side: string,
  limit: number | bigint,
  issue: { origin: string; inclusive?: boolean | undefined },
) {
  if (issue.origin === 'array') return `${side} ${limit} ${limit === 1 ? 'item' : 'items'}`;
  if (issue.origin === 'string') return `${side} ${limit} ${limit === 1 ? 'character' : 'characters'}`;
  return issue.inclusive === false ? `a number above ${limit}` : `a number of ${side} ${limit}`;
}

function oneOf(values: readonly unknown[]): string {
  const shown = values.map((value) => (typeof value === 'string' ? value : String(value)));
  return shown.length === 1 ? `${shown[0]}` : `one of ${shown.join(', ')}`;
}

function nearOption(issue: Issue, seen: unknown): { remedy?: string } {
  if (issue.code !== 'invalid_value' || typeof seen !== 'string') return {};
  return didYouMean(
    seen,
    issue.values.filter((value) => typeof value === 'string'),
  );
}
