import type { z } from 'zod';
import { AwsError } from '../../wire/aws-error.ts';
import { checkExpressions } from './check-expressions.ts';
import { checkLabels } from './check-labels.ts';
import { checkLanguage } from './check-language.ts';
import { checkMaps } from './check-maps.ts';
import { checkNames } from './check-names.ts';
import { checkTasks } from './check-tasks.ts';
import { checkTransitions } from './check-transitions.ts';
import { checkVariables } from './check-variables.ts';
import { Definition } from './definition.ts';
import { type Diagnostic, schemaProblem } from './diagnostic.ts';
import { everySequence } from './sequences.ts';

/**
 * Reads a definition. What this sandbox does not serve is refused here, never ignored later.
 * @throws AwsError InvalidDefinition, worded as AWS does.
 */
export function checkDefinition(text: string): Definition {
  const json = parseJson(text);
  refuseAll(checkLanguage(json));
  const parsed = Definition.safeParse(json);
  if (!parsed.success) throw invalidDefinition(parsed.error.issues.flatMap(describeIssue));
  const definition = parsed.data;
  const sequences = everySequence({ sequence: definition, location: '' });
  refuseAll([
    ...checkNames(definition),
    ...sequences.flatMap(checkTransitions),
    ...sequences.flatMap(checkTasks),
    ...sequences.flatMap(checkMaps),
    ...checkLabels(sequences),
    ...checkVariables(definition),
    ...checkExpressions(definition),
  ]);
  return definition;
}

function refuseAll(diagnostics: readonly Diagnostic[]): void {
  if (diagnostics.length > 0) throw invalidDefinition(diagnostics);
}

function invalidDefinition(diagnostics: readonly Diagnostic[]): AwsError {
  const list = diagnostics.map(({ code, message, location }) => `${code}: ${message} at ${location}`);
  return new AwsError('InvalidDefinition', `Invalid State Machine Definition: '${list.join(', ')}'`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    throw invalidDefinition([{ code: 'INVALID_JSON_DESCRIPTION', message, location: '/' }]);
  }
}

function describeIssue(issue: z.core.$ZodIssue): Diagnostic[] {
  const path = pointer(issue.path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => schemaProblem(`Field '${key}' is not supported`, `${path}/${key}`));
  }
  if (issue.code === 'invalid_type' && issue.message.endsWith('received undefined')) {
    const parent = pointer(issue.path.slice(0, -1)) || '/';
    return [schemaProblem(`These fields are required: [${String(issue.path.at(-1))}]`, parent)];
  }
  return [schemaProblem(issue.message, path || '/')];
}

/** A place as AWS writes it: `/States/P/Branches[0]`. */
function pointer(path: readonly PropertyKey[]): string {
  return path.map((key) => (typeof key === 'number' ? `[${key}]` : `/${String(key)}`)).join('');
}
