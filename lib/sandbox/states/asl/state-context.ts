import { isoMillis } from './clock.ts';
import type { Cursor, Variables } from './cursor.ts';
import type { MapState, ParallelState, State, TaskState } from './definition.ts';
import type { ExecutionIdentity, ExecutionScope, MapItem } from './execution-scope.ts';
import type { Bindings, Location } from './jsonata/evaluator.ts';
import { makeTemplate, type Template } from './jsonata/template.ts';

/** One state while it runs. */
export interface StateContext<S extends State = State> {
  readonly name: string;
  readonly state: S;
  readonly scope: ExecutionScope;
}

/** What a state leaves. A `next` of null ends the sequence. `assigned` are the variables that it set. */
export interface Outcome {
  readonly next: string | null;
  readonly output: unknown;
  readonly assigned: Variables;
}

/** What `$states` holds beside input and context. */
export interface Extras {
  readonly result?: unknown;
  readonly errorOutput?: unknown;
  readonly token?: string | undefined;
  /** The item that ItemSelector is evaluated for; elsewhere it is that of the iteration around the state. */
  readonly item?: MapItem | undefined;
}

/** The cursor of a running state. @throws Error when nothing was entered, which is a defect. */
export function currentCursor(scope: ExecutionScope): Cursor {
  const cursor = scope.cursor();
  if (!cursor) throw new Error(`execution ${scope.identity.arn} has entered no state`);
  return cursor;
}

/** Fields of a state, evaluated against its variables and the reserved `$states`. */
export function templateFor(context: StateContext, extras: Extras = {}): Template {
  const { scope } = context;
  const cursor = currentCursor(scope);
  const { token, item, ...more } = extras;
  const states = { input: cursor.input, context: contextObject(context, { token, item }), ...more };
  const bindings: Bindings = { ...scope.start.outer, ...cursor.variables, states };
  return makeTemplate(scope.evaluate, bindings);
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html */
function contextObject(
  { name, scope }: StateContext,
  { token, item }: Pick<Extras, 'token' | 'item'>,
): Record<string, unknown> {
  const { identity } = scope;
  const current = item ?? scope.start.item;
  const cursor = currentCursor(scope);
  return {
    Execution: executionContext(identity),
    State: { EnteredTime: isoMillis(cursor.enteredAt), Name: name, RetryCount: cursor.retryCount },
    StateMachine: { Id: identity.machineArn, Name: identity.machineName },
    ...(token === undefined ? {} : { Task: { Token: token } }),
    ...(current === null ? {} : { Map: { Item: { Index: current.index, Value: current.value } } }),
  };
}

function executionContext(identity: ExecutionIdentity): Record<string, unknown> {
  const { arn, input, name, roleArn, startedAt, redriveCount, redrivenAt } = identity;
  return {
    Id: arn,
    Input: input,
    Name: name,
    RoleArn: roleArn,
    StartTime: isoMillis(startedAt),
    RedriveCount: redriveCount,
    ...(redrivenAt === null ? {} : { RedriveTime: isoMillis(redrivenAt) }),
  };
}

/** The part of a state, rule or catcher that says what it leaves. */
export interface Leaving {
  readonly Output?: unknown;
  readonly Assign?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Output and Assign, both against the variables as they were before: AWS evaluates them in parallel.
 * `prefix` is where they stand: '' for the state itself, `Choices[0]/` or `Catch[1]/` for a rule.
 */
export async function leave(
  template: Template,
  leaving: Leaving,
  { fallback, prefix }: { readonly fallback: unknown; readonly prefix: Location },
): Promise<Omit<Outcome, 'next'>> {
  const output = Object.hasOwn(leaving, 'Output')
    ? await template.value({ template: leaving.Output, location: `${prefix}Output` })
    : fallback;
  const assigned: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(leaving.Assign ?? {})) {
    assigned[name] = await template.value({ template: value, location: `${prefix}Assign/${name}` });
  }
  return { output, assigned };
}

/** What a state leaves that came to a result: its output too, where it names none. */
export async function leaveWithResult(
  context: StateContext<TaskState | ParallelState | MapState>,
  result: unknown,
): Promise<Outcome> {
  const { state } = context;
  const left = await leave(templateFor(context, { result }), state, { fallback: result, prefix: '' });
  return { next: follow(state), ...left };
}

/** Where a state with Next or End goes. */
export function follow(state: { readonly Next?: string | undefined }): string | null {
  return state.Next ?? null;
}
