import type { z } from 'zod';
import { type Diagnostic, schemaProblem } from './diagnostic.ts';

/**
 * A schema's complaint in AWS's words, as measured with ValidateStateMachineDefinition: a field that does not belong is
 * located at the object that has it, a value that does not at itself. `Maximum value is` follows `Minimum value is`.
 */
export function describeIssue(issue: z.core.$ZodIssue): Diagnostic[] {
  if (issue.code === 'unrecognized_keys') {
    const place = pointer(issue.path) || '/';
    return issue.keys.map((key) => schemaProblem(`Field '${key}' is not supported`, place));
  }
  if (issue.input === undefined) {
    const parent = pointer(issue.path.slice(0, -1)) || '/';
    return [schemaProblem(`These fields are required: [${String(issue.path.at(-1))}]`, parent)];
  }
  return [schemaProblem(messageOf(issue), pointer(issue.path) || '/')];
}

function messageOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_value':
      return oneOf(issue.values);
    case 'too_small':
      return `Minimum value is ${Number(issue.minimum) + (issue.inclusive === false ? 1 : 0)}`;
    case 'too_big':
      return `Maximum value is ${Number(issue.maximum)}`;
    case 'invalid_union':
      return unionMessage(issue);
    default:
      return issue.message;
  }
}

/** Of a literal or an expression, the complaint is about the literal if that is what was meant. */
function unionMessage(issue: z.core.$ZodIssueInvalidUnion): string {
  if ('options' in issue && issue.options) return oneOf(issue.options);
  const meant = issue.errors.flat().find(({ code }) => code !== 'invalid_type');
  return meant ? messageOf(meant) : issue.message;
}

function oneOf(values: readonly unknown[]): string {
  return `Value should be one of the following: [${values.map(String).join(', ')}]`;
}

/** A place as AWS writes it: `/States/P/Branches[0]`. */
function pointer(path: readonly PropertyKey[]): string {
  return path.map((key) => (typeof key === 'number' ? `[${key}]` : `/${String(key)}`)).join('');
}
