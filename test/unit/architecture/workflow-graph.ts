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

function edgesOf({ Next, Default, Choices, Catch }: z.infer<typeof Node>, setters: Setters): readonly Edge[] {
  const always = [Next, Default].flatMap((to) => (to === undefined ? [] : [{ to, after: [] }]));
  const ruled = [...Choices, ...Catch].map(({ Next: to, Condition = '', ErrorEquals }) => ({
    to,
    after: [...pausedIn(Condition), ...setIn(Condition, setters), ...thrownAfter(ErrorEquals)],
  }));
  return [...always, ...ruled];
}

/**
 * A failure that a step throws only when the run has been somewhere: its unit tests show that. `AbortTooLate` says that a
 * promotion was begun, in this execution, in the one that it finishes, or in one of a run that it has pre-empted
 * (test/unit/steps/return-region.test.ts, test/unit/steps/step/way-back.test.ts).
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

/** A condition that is one variable alone holds after what has made it true. */
function setIn(condition: string, setters: Setters): Edge['after'] {
  const variable = /^\{% \$(\w+) %\}$/.exec(condition)?.[1];
  return (variable === undefined ? undefined : setters.get(variable)) ?? [];
}

/** Of each variable, what a run has entered, and what it may have caught there, before the variable is true. */
type Setters = ReadonlyMap<string, Edge['after']>;

/** One that is computed may be true after any state; of one that several states set, only which they are is known. */
function settersIn(nodes: readonly (readonly [string, z.infer<typeof Node>])[]): Setters {
  const setters = new Map<string, { readonly by: string; readonly after: Edge['after'] }[]>();
  const computed = new Set<string>();
  for (const [by, { Assign, Choices, Catch }] of nodes) {
    for (const rule of [{ Assign, ErrorEquals: [] }, ...Choices, ...Catch]) {
      for (const [variable, value] of Object.entries(rule.Assign ?? {})) {
        const setter = { by, after: thrownAfter(rule.ErrorEquals) };
        if (value === true) setters.set(variable, [...(setters.get(variable) ?? []), setter]);
        else if (typeof value === 'string' && value.startsWith('{%')) computed.add(variable);
      }
    }
  }
  const known = [...setters].filter(([variable]) => !computed.has(variable));
  return new Map(known.map(([variable, all]) => [variable, everyOne(all)]));
}

function everyOne(all: readonly { readonly by: string; readonly after: Edge['after'] }[]): Edge['after'] {
  const only = all.length === 1 ? (all[0]?.after ?? []) : [];
  return [all.map(({ by }) => by), ...only];
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
