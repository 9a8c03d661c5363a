import jsonata from 'jsonata';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { listFiles, readText } from './project-tree.ts';
import { graphOf, type Graph, reachable } from './workflow-graph.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const TEXTS = new Map(
  listFiles(ROOT, ['drills'], 'workflow.asl.json').map((path) => [
    path.split('/')[1] ?? '',
    readText(ROOT, path),
  ]),
);
const GRAPHS = [...TEXTS].map(([name, text]) => [name, graphOf(text)] as const);
/** What takes a lock has to give it back, and leaves a report. */
const RUNS = GRAPHS.filter(([, { names }]) => names.includes('AcquireLock'));
/** Of these a run that left something keeps its lock, until `muster clean` has finished it. */
const KEEPING = RUNS.filter(([, { names }]) => names.includes('Finished'));
const GIVING = RUNS.filter(([, { names }]) => !names.includes('Finished'));
const graph = (name: string) => graphOf(TEXTS.get(name) ?? '');

/** The end of every run, in its order (lib/steps, DESIGN of the house). */
const END = ['CleanUp', 'SealRecord', 'JudgeRun', 'PublishReport', 'SignEvidence'];

function lost({ start, names, ...rest }: Graph): readonly string[] {
  const found = reachable({ start, names, ...rest }, start);
  return names.filter((name) => !found.has(name));
}

/** Tasks from which a run can end without a state that every run has to pass, but for those that come after it. */
function around(given: Graph, state: string, after: readonly string[]): readonly string[] {
  const before = given.tasks.filter((task) => task !== state && !after.includes(task));
  return before.filter((task) => {
    const found = reachable(given, task, [state]);
    return given.ends.some((end) => found.has(end));
  });
}

/** Whether a run can come to a state without one of these. */
const without = (given: Graph, state: string, ...passed: string[]) =>
  reachable(given, given.start, passed).has(state);

/** Pauses said to be at a state that a run can be in without having been there. */
function invented(given: Graph): readonly string[] {
  return given.pauses.flatMap(({ by, at }) =>
    by !== at && without(given, by, at) ? [`${by} says that ${at} has paused`] : [],
  );
}

test('there is a graph for every workflow', () => {
  expect(GRAPHS.map(([name]) => name).toSorted()).toEqual([
    'backup',
    'deferred-fence',
    'failover',
    'heartbeat',
    'herald',
    'replication-check',
    'restore',
    'switchover',
  ]);
  expect([KEEPING, GIVING].map((some) => some.map(([name]) => name).toSorted())).toEqual([
    ['failover', 'switchover'],
    ['backup', 'replication-check', 'restore'],
  ]);
});

test.each(GRAPHS)('every state of %s can be come to, and each has a way to an end', (_name, given) => {
  expect(lost(given)).toEqual([]);
  const endless = given.names.filter((name) => {
    const found = reachable(given, name);
    return !given.ends.some((end) => found.has(end));
  });
  expect(endless).toEqual([]);
});

test.each(RUNS)(
  'every way through %s, also out of every failure, passes clean-up, seal, judge, report and signature',
  (_name, given) => {
    const end = [...END, 'ReleaseLock', 'ExtendSeries'];
    for (const state of END) {
      const after = end.slice(end.indexOf(state) + 1);
      expect([state, around(given, state, after)]).toEqual([state, []]);
    }
  },
);

test.each(GIVING)('every way through %s gives its lock back', (_name, given) => {
  expect(around(given, 'ReleaseLock', [])).toEqual([]);
});

test.each(KEEPING)('every way through %s asks whether its lock is given back', (_name, given) => {
  expect(around(given, 'Finished', ['ReleaseLock'])).toEqual([]);
  expect(reachable(given, 'Finished').has('ReleaseLock')).toBe(true);
});

describe('promotion', () => {
  test.each([
    ['failover', 'PromoteReplica', ['FenceOldPrimary']],
    ['failover', 'PromoteReplica', ['FenceProven', 'Accepted']],
    ['switchover', 'PromoteReplica', ['FenceProven']],
    ['switchover', 'PromoteReplicaBack', ['FenceProvenBack']],
    ['switchover', 'PromoteReplicaBack', ['RetireOldPrimary']],
    ['failover', 'SwitchTraffic', ['ProvePromotion']],
    ['switchover', 'SwitchTraffic', ['ProvePromotion']],
  ] as const)('in %s nothing comes to %s but by %j', (name, state, passed) => {
    expect(without(graph(name), state)).toBe(true);
    expect(without(graph(name), state, ...passed)).toBe(false);
  });

  test('what is paused somewhere has been there, so that a retry is no way round', () => {
    for (const [name, given] of GRAPHS) expect([name, invented(given)]).toEqual([name, []]);
    expect(graph('failover').pauses.map(({ at }) => at)).toContain('FenceOldPrimary');
  });
});

describe('approval', () => {
  const Choice = z.object({
    Choices: z.array(z.object({ Condition: z.string(), Next: z.string() })),
    Default: z.string(),
  });
  const States = z.object({ States: z.record(z.string(), z.unknown()) });
  const choiceOf = (state: string) =>
    Choice.parse(States.parse(JSON.parse(TEXTS.get('failover') ?? '')).States[state]);

  /** Where a Choice goes, as the engine decides it: the first rule that holds. */
  async function taken(
    state: string,
    input: object,
    variables: Readonly<Record<string, unknown>>,
  ): Promise<string> {
    const { Choices, Default } = choiceOf(state);
    for (const { Condition, Next } of Choices) {
      const expression = jsonata(Condition.slice(2, -2));
      const states = { context: { Execution: { Input: input } } };
      if ((await expression.evaluate(undefined, { ...variables, states })) === true) return Next;
    }
    return Default;
  }

  const BOTH = [false, true];
  const seen = BOTH.flatMap((detected) =>
    BOTH.flatMap((accepted) => [null, 'link'].map((against) => ({ detected, accepted, against }))),
  );
  const real = (more: object) => ({
    scope: 'real',
    approvals: { needed: 1 },
    real: { breakGlass: null, ...more },
  });
  const leave = ({ detected, accepted, against }: (typeof seen)[number], approved: boolean) => ({
    outcomes: { PollDetection: { detected, against } },
    accepted,
    approved,
  });

  test.each(seen)('a real run that needs one goes on by itself in no case: %j', async (look) => {
    const to = await taken('Detected', real({}), leave(look, false));
    expect(['RequestApproval', 'RequestDecision']).toContain(to);
  });

  test('with it, or behind the glass, it goes on: the table is not one that nothing passes', async () => {
    const look = { detected: true, accepted: false, against: null };
    expect(await taken('Detected', real({}), leave(look, true))).toBe('DeclareFailover');
    expect(await taken('Detected', real({ breakGlass: 'nobody answers' }), leave(look, false))).toBe(
      'DeclareFailover',
    );
  });

  test('a drill asks before it disturbs anything, where its plan wants to be asked', async () => {
    expect(await taken('WhoseWord', { scope: 'live', approvals: { needed: 1 } }, {})).toBe('RequestApproval');
    expect(await taken('WhoseWord', { scope: 'live', approvals: { needed: 0 } }, {})).toBe('WarmHandlers');
  });

  test('every real run comes through that choice before it changes anything', () => {
    for (const state of ['StopBackgroundJobs', 'FenceOldPrimary', 'PromoteReplica', 'SwitchTraffic'])
      expect(without(ofRealRuns(), state, 'Detected')).toBe(false);
  });

  /** The failover of a real run: what drills alone do is left out. */
  function ofRealRuns(): Graph {
    const given = graph('failover');
    const drills = new Set(['InjectDisruption', 'AwaitDetection']);
    const edges = [...given.edges].map(
      ([name, all]) => [name, all.filter(({ to }) => !drills.has(to))] as const,
    );
    return { ...given, edges: new Map(edges) };
  }
});

describe('a workflow that is wrong is found', () => {
  const changed = (change: (text: string) => string) => {
    const text = TEXTS.get('failover') ?? '';
    const other = change(text);
    expect(other).not.toBe(text);
    return graphOf(other);
  };

  test('a state that nothing leads to', () => {
    const given = changed((text) => text.replaceAll('"Next": "DeclareFailover"', '"Next": "WarmHandlers"'));
    expect(lost(given)).toContain('DeclareFailover');
  });

  test('a failure that leaves the clean-up out', () => {
    const given = changed((text) => text.replaceAll('"Next": "CleanUp"', '"Next": "SealRecord"'));
    expect(around(given, 'CleanUp', END.slice(1))).toContain('PromoteReplica');
  });

  test('a way to the promotion that goes round the fence', () => {
    const given = changed((text) => text.replaceAll('"Next": "FenceOldPrimary"', '"Next": "PromoteReplica"'));
    expect(without(given, 'PromoteReplica', 'FenceProven', 'Accepted')).toBe(true);
  });

  test('a pause that is said to be where the run has not been', () => {
    const given = changed((text) =>
      text.replace(
        "{'state': 'PollDetection', 'error': 'LossNotSeen'",
        "{'state': 'PromoteReplica', 'error': 'LossNotSeen'",
      ),
    );
    expect(invented(given)).not.toEqual([]);
  });

  test('an acceptance that is taken for granted', () => {
    const given = changed((text) => text.replace('"accepted": false', '"accepted": true'));
    expect(without(given, 'PromoteReplica', 'FenceProven', 'Accepted')).toBe(true);
  });
});
