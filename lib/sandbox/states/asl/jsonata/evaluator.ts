import type { Expression } from 'jsonata';
import jsonata from 'jsonata';
import { isRecord } from '../is-record.ts';
import { StateFailure } from '../state-failure.ts';
import { addAwsFunctions, type FunctionPorts } from './aws-functions.ts';
import { plainJson } from './plain-json.ts';

export type Bindings = Readonly<Record<string, unknown>>;

/** Where an expression stands in its state, as AWS names it: `Output/a[0]`, `Choices[1]/Condition`. */
export type Location = string;

/** Evaluates the text between `{%` and `%}`; answers plain JSON. @throws StateFailure States.QueryEvaluationError */
export type Evaluator = (expression: string, location: Location, bindings: Bindings) => Promise<unknown>;

/** An evaluator that compiles each expression once. */
export function makeEvaluator(ports: FunctionPorts): Evaluator {
  const compiled = new Map<string, Expression>();
  const compile = (text: string): Expression => {
    const known = compiled.get(text);
    if (known) return known;
    const expression = jsonata(text);
    addAwsFunctions(expression, ports);
    compiled.set(text, expression);
    return expression;
  };
  return async (text, location, bindings) => {
    const subject = `The JSONata expression '${text}' specified for the field '${location}'`;
    let result: unknown;
    try {
      result = await compile(text).evaluate(undefined, { ...bindings });
    } catch (thrown) {
      throw queryError(`${subject} threw an error during evaluation. ${describe(thrown)}`, location);
    }
    if (result === undefined) throw queryError(`${subject} returned nothing (undefined).`, location);
    return toPlain(result, subject, location);
  };
}

/** The failure of an expression; its EvaluationFailed event names the location. */
export function queryError(cause: string, location: Location | null): StateFailure {
  return new StateFailure('States.QueryEvaluationError', cause, { location });
}

function toPlain(result: unknown, subject: string, location: Location): unknown {
  try {
    return plainJson(result);
  } catch {
    throw queryError(`${subject} returned an unsupported result type.`, location);
  }
}

/** JSONata throws plain objects with a code and a message. */
function describe(thrown: unknown): string {
  if (!isRecord(thrown)) return String(thrown);
  const { code, message } = thrown;
  return typeof code === 'string' ? `${code}: ${String(message)}` : String(message);
}
