import type { z } from 'zod';
import { AwsError } from '../../wire/aws-error.ts';
import { checkExpressions } from './check-expressions.ts';
import { checkTasks } from './check-tasks.ts';
import { checkTransitions } from './check-transitions.ts';
import { Definition } from './definition.ts';
import { type Diagnostic, schemaProblem } from './diagnostic.ts';
import { isRecord } from './is-record.ts';

const JSONPATH_FIELDS = [
  'InputPath',
  'OutputPath',
  'ResultPath',
  'ResultSelector',
  'Parameters',
  'Result',
  'ItemsPath',
  'MaxConcurrencyPath',
  'SecondsPath',
  'TimestampPath',
  'TimeoutSecondsPath',
  'HeartbeatSecondsPath',
  'ErrorPath',
  'CausePath',
];

/**
 * Reads a definition. What this sandbox does not serve is refused here, never ignored later.
 * @throws AwsError InvalidDefinition, worded as AWS does.
 */
export function checkDefinition(text: string): Definition {
  const json = parseJson(text);
  refuseAll([...checkLanguage(json), ...checkJsonPath(json)]);
  const parsed = Definition.safeParse(json);
  if (!parsed.success) throw invalidDefinition(parsed.error.issues.flatMap(describeIssue));
  const definition = parsed.data;
  refuseAll([...checkTransitions(definition), ...checkTasks(definition), ...checkExpressions(definition)]);
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

function checkLanguage(json: unknown): Diagnostic[] {
  if (!isRecord(json)) return [schemaProblem('Expected value of type [OBJECT]', '/')];
  if (json.QueryLanguage === 'JSONata') return [];
  const served = "This sandbox serves the QueryLanguage 'JSONata' only";
  return [schemaProblem(served, '/QueryLanguage')];
}

function checkJsonPath(json: unknown): Diagnostic[] {
  const states = isRecord(json) && isRecord(json.States) ? Object.entries(json.States) : [];
  return states.flatMap(([name, state]) => {
    if (!isRecord(state)) return [];
    const location = `/States/${name}`;
    if (state.QueryLanguage === 'JSONPath') {
      const message = "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine";
      return [schemaProblem(message, location)];
    }
    return JSONPATH_FIELDS.filter((field) => Object.hasOwn(state, field)).map((field) =>
      schemaProblem(
        `The QueryLanguage is set to 'JSONata', but field '${field}' is only supported for the 'JSONPath' QueryLanguage`,
        location,
      ),
    );
  });
}

function describeIssue(issue: z.core.$ZodIssue): Diagnostic[] {
  const path = `/${issue.path.join('/')}`;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) =>
      schemaProblem(`Field '${key}' is not supported`, `${path === '/' ? '' : path}/${key}`),
    );
  }
  if (issue.code === 'invalid_type' && issue.message.endsWith('received undefined')) {
    const parent = `/${issue.path.slice(0, -1).join('/')}`;
    return [schemaProblem(`These fields are required: [${String(issue.path.at(-1))}]`, parent)];
  }
  return [schemaProblem(issue.message, path)];
}
