import { isList } from '../is-list.ts';
import { isRecord } from '../is-record.ts';
import { type Bindings, type Evaluator, type Location, queryError } from './evaluator.ts';
import { expressionText } from './expression-text.ts';

/** A field's value and where it stands. */
export interface Field {
  readonly template: unknown;
  readonly location: Location;
}

/** Evaluates fields of one state with one set of bindings. */
export interface Template {
  /** The value with every expression in it evaluated, at any depth. */
  readonly value: (field: Field) => Promise<unknown>;
  /** An expression, or a literal, that must give a type of JSONata. @throws StateFailure for any other result. */
  readonly number: (field: Field) => Promise<number>;
  readonly boolean: (field: Field) => Promise<boolean>;
  readonly string: (field: Field) => Promise<string>;
  readonly array: (field: Field) => Promise<readonly unknown[]>;
}

export function makeTemplate(evaluate: Evaluator, bindings: Bindings): Template {
  const value = async ({ template, location }: Field): Promise<unknown> => {
    if (typeof template === 'string') {
      const text = expressionText(template);
      return text === null ? template : evaluate(text, location, bindings);
    }
    if (Array.isArray(template)) {
      const items: unknown[] = template;
      const fields = items.map((item, index) => ({ template: item, location: `${location}[${index}]` }));
      return Promise.all(fields.map(value));
    }
    return isRecord(template) ? members(template, location) : template;
  };
  const members = async (template: Record<string, unknown>, location: Location): Promise<unknown> => {
    const entries = Object.entries(template).map(async ([key, member]) => {
      return [key, await value({ template: member, location: `${location}/${key}` })] as const;
    });
    return Object.fromEntries(await Promise.all(entries));
  };
  return {
    value,
    number: async (field) => {
      const result = await value(field);
      return typeof result === 'number' ? result : unexpected(field, 'number', result);
    },
    boolean: async (field) => {
      const result = await value(field);
      return typeof result === 'boolean' ? result : unexpected(field, 'boolean', result);
    },
    string: async (field) => {
      const result = await value(field);
      return typeof result === 'string' ? result : unexpected(field, 'string', result);
    },
    array: async (field) => {
      const result = await value(field);
      return isList(result) ? result : unexpected(field, 'array', result);
    },
  };
}

function unexpected({ template, location }: Field, expected: string, result: unknown): never {
  const text =
    typeof template === 'string' ? (expressionText(template) ?? template) : JSON.stringify(template);
  const actual = result === null ? 'null' : Array.isArray(result) ? 'array' : typeof result;
  throw queryError(
    `The JSONata expression '${text}' specified for the field '${location}' returned an unexpected result type. ` +
      `Expected '${expected}', but was '${actual}' for value: ${JSON.stringify(result)}`,
    location,
  );
}
