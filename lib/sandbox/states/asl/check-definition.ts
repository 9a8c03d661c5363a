import { AwsError } from '../../wire/aws-error.ts';
import { checkExpressions } from './check-expressions.ts';
import { checkFields } from './check-fields.ts';
import { checkLabels } from './check-labels.ts';
import { checkLanguage } from './check-language.ts';
import { checkMaps } from './check-maps.ts';
import { checkNames } from './check-names.ts';
import { checkTasks } from './check-tasks.ts';
import { checkTransitions } from './check-transitions.ts';
import { checkVariables } from './check-variables.ts';
import { Definition } from './definition.ts';
import { describeIssue } from './describe-issue.ts';
import type { Diagnostic } from './diagnostic.ts';
import { everySequence } from './sequences.ts';

/**
 * Reads a definition. What this sandbox does not serve is refused here, never ignored later.
 * @throws AwsError InvalidDefinition, worded as AWS does.
 */
export function checkDefinition(text: string): Definition {
  const json = parseJson(text);
  refuseAll(checkLanguage(json));
  const parsed = Definition.safeParse(json, { reportInput: true });
  if (!parsed.success) throw invalidDefinition(parsed.error.issues.flatMap(describeIssue));
  const definition = parsed.data;
  const sequences = everySequence({ sequence: definition, location: '' });
  refuseAll([
    ...sequences.flatMap(checkFields),
    ...sequences.flatMap(checkTasks),
    ...sequences.flatMap(checkMaps),
    ...checkLabels(sequences),
    ...checkVariables(definition),
  ]);
  refuseAll([
    ...checkNames(definition),
    ...sequences.flatMap(checkTransitions),
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
