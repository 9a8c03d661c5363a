import jsonata from 'jsonata';
import type { Definition } from './definition.ts';
import type { Diagnostic } from './diagnostic.ts';
import { isRecord } from './is-record.ts';
import { expressionText } from './jsonata/expression-text.ts';

/** Every expression must parse, and may start from `$states` and variables only: there is no context item on AWS. */
export function checkExpressions(definition: Definition): Diagnostic[] {
  return Object.entries(definition.States).flatMap(([name, state]) => checkValue(state, `/States/${name}`));
}

function checkValue(value: unknown, location: string): Diagnostic[] {
  if (typeof value === 'string') {
    const text = expressionText(value);
    return text === null ? [] : checkExpression(text, location);
  }
  if (Array.isArray(value)) return value.flatMap((item, index) => checkValue(item, `${location}[${index}]`));
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, member]) => checkValue(member, `${location}/${key}`));
}

function checkExpression(text: string, location: string): Diagnostic[] {
  try {
    const reference = topLevelReference(jsonata(text).ast());
    if (reference === null) return [];
    const message =
      reference === '$$'
        ? "Reference to '$$' is not supported."
        : `Reference to '${reference}' at the top level is not supported.`;
    return [{ code: 'UNSUPPORTED_JSONATA_EXPRESSION', message, location }];
  } catch (thrown) {
    const message = isRecord(thrown) ? String(thrown.message) : String(thrown);
    return [{ code: 'INVALID_JSONATA_EXPRESSION', message, location }];
  }
}

/** Fields of a syntax tree that are evaluated against the same context as the node itself. */
const SAME_CONTEXT = [
  'lhs',
  'rhs',
  'expression',
  'expressions',
  'condition',
  'then',
  'else',
  'arguments',
  'procedure',
  'body',
];

/** A name that is looked up in the top-level context; only the first step of a path is. */
function topLevelReference(node: unknown): string | null {
  if (Array.isArray(node)) return firstReference(node);
  if (!isRecord(node)) return null;
  if (node.type === 'name') return String(node.value);
  if (node.type === 'path' && Array.isArray(node.steps)) return topLevelReference(node.steps[0]);
  if (node.type === 'variable' && node.value === '$') return '$$';
  return firstReference(SAME_CONTEXT.map((field) => node[field]));
}

function firstReference(nodes: readonly unknown[]): string | null {
  for (const node of nodes) {
    const reference = topLevelReference(node);
    if (reference !== null) return reference;
  }
  return null;
}
