import * as z from 'zod';

const Assigning = z.looseObject({ Assign: z.record(z.string(), z.unknown()).optional() });
const Rule = Assigning.extend({
  Next: z.string(),
  Condition: z.string().optional(),
  ErrorEquals: z.array(z.string()).default([]),
});
const Node = Assigning.extend({
  Type: z.string(),
  End: z.boolean().optional(),
  Next: z.string().optional(),
  Default: z.string().optional(),
  Choices: z.array(Rule).default([]),
  Catch: z.array(Rule).default([]),
});
const Machine = z.looseObject({ StartAt: z.string(), States: z.record(z.string(), Node) });

/** A way from one state to the next, and which states have been entered by whoever takes it. */
interface Edge {
  readonly to: string;
  /** One of each of these sets. */
  readonly after: readonly (readonly string[])[];
}

export interface Graph {
  readonly start: string;
  readonly names: readonly string[];
  readonly tasks: readonly string[];
  readonly ends: readonly string[];
  readonly edges: ReadonlyMap<string, readonly Edge[]>;
  /** Each state that says where a run has paused, with the state that it says. */
  readonly pauses: readonly { readonly by: string; readonly at: string }[];
}

/** The graph of a workflow's text. Parallel and Map are one state: their branches are workflows of their own. */
export function graphOf(text: string): Graph {
  const { StartAt: start, States } = Machine.parse(JSON.parse(text));
  const nodes = Object.entries(States);
  const setters = settersIn(nodes);
  return {
    start,
    names: nodes.map(([name]) => name),
    tasks: nodes.flatMap(([name, { Type }]) => (Type === 'Task' ? [name] : [])),
    ends: nodes.flatMap(([name, { Type, End }]) =>
      End || Type === 'Succeed' || Type === 'Fail' ? [name] : [],
    ),
    edges: new Map(nodes.map(([name, node]) => [name, edgesOf(node, setters)])),
    pauses: nodes.flatMap(([by, node]) => pausedAt(node).map((at) => ({ by, at }))),
  };
}

/** Every state that a run can come to from one, without entering those that are left out. */
export function reachable(graph: Graph, from: string, without: readonly string[] = []): ReadonlySet<string> {
  const seen = new Set<string>();
  const left = new Set(without);
  for (let before = -1; seen.size > before; ) {
    before = seen.size;
    spread(graph, { from, left, seen });
  }
  return seen;
}

interface Search {
  readonly from: string;
  readonly left: ReadonlySet<string>;
  readonly seen: Set<string>;
}

/** Once more along all edges whose conditions what was seen before allows. */
function spread({ edges }: Graph, { from, left, seen }: Search): void {
  const open = [from];
  const walked = new Set<string>();
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    if (walked.has(state) || left.has(state)) continue;
    walked.add(state);
    seen.add(state);
    const free = (edges.get(state) ?? []).filter(({ after }) =>
      after.every((some) => some.some((one) => seen.has(one))),
    );
    open.push(...free.map(({ to }) => to));
  }
}

function edgesOf(
  { Next, Default, Choices, Catch }: z.infer<typeof Node>,
  setters: ReadonlyMap<string, readonly string[]>,
): readonly Edge[] {
  const always = [Next, Default].flatMap((to) => (to === undefined ? [] : [{ to, after: [] }]));
  const ruled = [...Choices, ...Catch].map(({ Next: to, Condition = '', ErrorEquals }) => ({
    to,
    after: [...pausedIn(Condition), ...setIn(Condition, setters), ...thrownAfter(ErrorEquals)],
  }));
  return [...always, ...ruled];
}

/**
 * A failure that a step throws only when the run has been somewhere: its unit tests show that. `AbortTooLate` says that a
 * promotion was begun, in this execution or in the one that it finishes (test/unit/steps/return-region.test.ts).
 */
const THROWN_AFTER: Readonly<Record<string, readonly string[]>> = {
  AbortTooLate: ['PromoteReplica', 'PromoteReplicaBack'],
};

function thrownAfter(errors: readonly string[]): readonly (readonly string[])[] {
  return errors.flatMap((error) => (THROWN_AFTER[error] ? [THROWN_AFTER[error]] : []));
}

/** What paused in a state has entered it. */
function pausedIn(condition: string): readonly (readonly string[])[] {
  return [...condition.matchAll(/\$paused\.state = '(\w+)'/g)].flatMap(([, state]) =>
    state ? [[state]] : [],
  );
}

/** A condition that is one variable alone holds after a state that has made it true. */
function setIn(condition: string, setters: ReadonlyMap<string, readonly string[]>) {
  const variable = /^\{% \$(\w+) %\}$/.exec(condition)?.[1];
  const by = variable === undefined ? undefined : setters.get(variable);
  return by ? [by] : [];
}

/** The states that set a variable to true, by the variable. One that is computed may be true after any of them. */
function settersIn(nodes: readonly (readonly [string, z.infer<typeof Node>])[]) {
  const setters = new Map<string, string[]>();
  const computed = new Set<string>();
  for (const [name, node] of nodes) {
    for (const [variable, value] of assignmentsOf(node)) {
      if (value === true) setters.set(variable, [...(setters.get(variable) ?? []), name]);
      else if (typeof value === 'string' && value.startsWith('{%')) computed.add(variable);
    }
  }
  for (const variable of computed) setters.delete(variable);
  return setters;
}

function pausedAt(node: z.infer<typeof Node>): readonly string[] {
  return assignmentsOf(node).flatMap(([variable, value]) =>
    variable === 'paused' ? (/'state': '(\w+)'/.exec(JSON.stringify(value))?.[1] ?? []) : [],
  );
}

function assignmentsOf({ Assign, Choices, Catch }: z.infer<typeof Node>) {
  return [Assign, ...[...Choices, ...Catch].map((rule) => rule.Assign)].flatMap((one) =>
    Object.entries(one ?? {}),
  );
}
