import { readFileSync } from 'node:fs';
import { HistoryEventType } from '@aws-sdk/client-sfn';
import { describe, expect, test } from 'vitest';
import { checkDefinition } from '../../../../lib/sandbox/states/asl/check-definition.ts';
import { StateFailure } from '../../../../lib/sandbox/states/asl/state-failure.ts';
import { failureOf, type Handler, machine, outputOf, prepare, runMachine } from './run-machine.ts';
import { openWorld, runWorld } from './run-world.ts';
import { NEVER_RAISED, RAISED } from './specification/errors.ts';
import { NOT_EMITTED } from './specification/event-types.ts';
import { RULES } from './specification/rules.ts';
import { FIELDS, REFUSED, SERVED, VALID } from './specification/state-fields.ts';
import { testTitles } from './specification/test-titles.ts';

const CALL = {
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: 'f', Payload: '{% $states.input %}' },
};

const TITLES = new Map<string, ReadonlySet<string>>();

function titlesOf(file: string): ReadonlySet<string> {
  const known = TITLES.get(file) ?? testTitles(readFileSync(new URL(`./${file}`, import.meta.url), 'utf8'));
  TITLES.set(file, known);
  return known;
}

/** Vitest runs what ends in `.test.ts`, and no other file. */
function hasTest(file: string, title: string): boolean {
  return file.endsWith('.test.ts') && titlesOf(file).has(title);
}

describe('every rule of the specification has a test', () => {
  test.each(Object.keys(RULES))('%s', (section) => {
    const lost = (RULES[section] ?? []).filter(([, file, title]) => !hasTest(file, title));
    expect(lost).toEqual([]);
  });

  test('and a test that there is not is missed', () => {
    expect(hasTest('map.test.ts', 'a test that nobody has written')).toBe(false);
    expect(hasTest('map.test.ts', 'Map')).toBe(false);
    expect(hasTest('specification/rules.ts', 'missing States')).toBe(false);
  });

  test('every error has a test or a reason', () => {
    const lost = Object.entries(RAISED).filter(([, [file, title]]) => !hasTest(file, title));
    expect(lost).toEqual([]);
    expect(Object.keys(RAISED).filter((name) => name in NEVER_RAISED)).toEqual([]);
  });
});

describe('fields of states in JSONata mode', () => {
  const complaint = (state: Record<string, unknown>): string => {
    try {
      checkDefinition(machine('A', { A: state, Z: { Type: 'Succeed' } }));
      return 'accepted';
    } catch (thrown) {
      return String(thrown);
    }
  };
  const known = [...new Set([...Object.values(FIELDS).flat(), ...REFUSED])];

  test.each(Object.keys(FIELDS))('%s has those of the specification, and no other', (type) => {
    const fields = FIELDS[type] ?? [];
    expect([...(SERVED[type] ?? [])].toSorted()).toEqual([...fields].toSorted());
    const others = known.filter((field) => !fields.includes(field));
    expect(others.length).toBeGreaterThan(15);
    for (const field of others) {
      const said = complaint({ ...VALID[type], [field]: '$.a' });
      expect(said, `${type}.${field}`).toMatch(`'${field}' is`);
    }
  });
});

describe('rules that no other test holds', () => {
  const failing = (times: number, error = 'Odd'): Handler => {
    let left = times;
    return ({ payload }) => {
      left -= 1;
      if (left >= 0) throw new StateFailure(error, 'why', { explained: true });
      return payload;
    };
  };

  test('the output of the last state is that of the execution', async () => {
    const states = { A: { Type: 'Pass', Output: 1, Next: 'B' }, B: { Type: 'Pass', Output: 2, End: true } };
    expect(await outputOf(machine('A', states))).toBe(2);
  });

  test('an error that no handler names ends the execution', async () => {
    const handlers = {
      Retry: [{ ErrorEquals: ['Other'] }],
      Catch: [{ ErrorEquals: ['Other'], Next: 'S' }],
    };
    const definition = machine('T', { T: { ...CALL, ...handlers, End: true }, S: { Type: 'Succeed' } });
    expect(await failureOf(definition, { handler: failing(1) })).toMatchObject({
      error: 'Odd',
      cause: 'why',
    });
  });

  test('of two retriers that match the first is used', async () => {
    const Retry = [
      { ErrorEquals: ['Odd'], IntervalSeconds: 7, MaxAttempts: 1 },
      { ErrorEquals: ['States.ALL'], IntervalSeconds: 50 },
    ];
    const run = await runMachine(machine('T', { T: { ...CALL, Retry, End: true } }), { handler: failing(1) });
    expect(run.seconds()).toBe(7);
  });

  test('a state that is entered again retries as often again', async () => {
    const definition = machine('T', {
      T: {
        ...CALL,
        Retry: [{ ErrorEquals: ['Odd'], MaxAttempts: 1 }],
        Catch: [{ ErrorEquals: ['Odd'], Output: '{% $states.input + 1 %}', Next: 'More' }],
        End: true,
      },
      More: { Type: 'Choice', Choices: [{ Condition: '{% $states.input < 2 %}', Next: 'T' }], Default: 'S' },
      S: { Type: 'Succeed' },
    });
    const run = await runMachine(definition, { input: 0, handler: failing(9) });
    expect(run.calls.map(({ payload }) => payload)).toEqual([0, 0, 1, 1]);
  });

  test('a catcher takes what its retriers could not cure', async () => {
    const handlers = {
      Retry: [{ ErrorEquals: ['Odd'], MaxAttempts: 2 }],
      Catch: [{ ErrorEquals: ['Odd'], Output: 'caught', Next: 'S' }],
    };
    const definition = machine('T', { T: { ...CALL, ...handlers, End: true }, S: { Type: 'Succeed' } });
    const run = await runMachine(definition, { handler: failing(3) });
    expect(run.execution.ending()).toMatchObject({ output: '"caught"' });
    expect(run.calls).toHaveLength(3);
  });

  test('of two catchers that match the first is used', async () => {
    const Catch = [
      { ErrorEquals: ['Other', 'Odd'], Output: 'first', Next: 'S' },
      { ErrorEquals: ['States.ALL'], Output: 'second', Next: 'S' },
    ];
    const definition = machine('T', { T: { ...CALL, Catch, End: true }, S: { Type: 'Succeed' } });
    expect(await outputOf(definition, { handler: failing(1) })).toBe('first');
  });

  test('a Succeed state in a branch ends that branch only', async () => {
    const branch = (name: string, state: unknown) => ({ StartAt: name, States: { [name]: state } });
    const Branches = [
      branch('A', { Type: 'Succeed', Output: 'a' }),
      branch('B', { Type: 'Wait', Seconds: 2, Output: 'b', End: true }),
    ];
    const definition = machine('P', {
      P: { Type: 'Parallel', Branches, Next: 'S' },
      S: { Type: 'Pass', End: true },
    });
    expect(await outputOf(definition)).toEqual(['a', 'b']);
  });
});

describe('AWS’s history event types', () => {
  const DISTRIBUTED = { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' };
  const inner = (name: string, state: unknown) => ({ StartAt: name, States: { [name]: state } });
  const map = (name: string, state: unknown, ProcessorConfig?: unknown) => ({
    Type: 'Map',
    Items: [1],
    ItemProcessor: { ...inner(name, state), ProcessorConfig },
  });
  const NAP = { Type: 'Wait', Seconds: 9, End: true };
  const HANGS = { ...CALL, TimeoutSeconds: 60, End: true };

  async function typesOf(definition: string, handler?: Handler): Promise<readonly string[]> {
    const run = await runWorld(definition, handler ? { handler } : {});
    return run.execution.events().map(({ type }) => type);
  }

  /** A branch that fails after a second, beside those that are given up. */
  function givenUp(): string {
    const lost = [
      inner('N', NAP),
      inner('T', HANGS),
      inner('Q', { Type: 'Parallel', Branches: [inner('QN', NAP)], End: true }),
      inner('M', { ...map('MN', NAP), End: true }),
      inner('D', { ...map('DN', NAP, DISTRIBUTED), End: true }),
    ];
    const bad = { StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 1, Next: 'F' }, F: { Type: 'Fail' } } };
    return machine('P', { P: { Type: 'Parallel', Branches: [...lost, bad], End: true } });
  }

  const goesWell = machine('P', {
    P: { Type: 'Pass', Next: 'C' },
    C: { Type: 'Choice', Choices: [{ Condition: true, Next: 'W' }] },
    W: { Type: 'Wait', Seconds: 1, Next: 'T' },
    T: { ...CALL, Next: 'A' },
    A: { Type: 'Parallel', Branches: [inner('AA', { Type: 'Pass', End: true })], Next: 'M' },
    M: { ...map('MM', { Type: 'Pass', End: true }), Next: 'D' },
    D: { ...map('DD', { Type: 'Pass', End: true }, DISTRIBUTED), Next: 'S' },
    S: { Type: 'Succeed' },
  });

  async function cutShort(): Promise<readonly string[]> {
    const timed = machine('N', { N: NAP }, { TimeoutSeconds: 1 });
    const stopped = prepare(machine('N', { N: NAP }));
    stopped.execution.run();
    stopped.execution.stop(null, null);
    await stopped.execution.done;
    return [...(await typesOf(timed)), ...stopped.execution.events().map(({ type }) => type)];
  }

  async function redriven(): Promise<readonly string[]> {
    const run = await runWorld(
      machine('D', { D: { ...map('DF', { Type: 'Fail' }, DISTRIBUTED), End: true } }),
    );
    run.execution.redrive(null);
    await run.clock.drive(run.execution.done);
    return run.execution.events().map(({ type }) => type);
  }

  async function tokens(): Promise<readonly string[]> {
    const Resource = `${CALL.Resource}.waitForTaskToken`;
    const definition = machine('T', { T: { ...CALL, Resource, TimeoutSeconds: 5, End: true } });
    const run = openWorld(definition);
    await run.clock.drive(run.execution.done);
    return run.execution.events().map(({ type }) => type);
  }

  test('each is in a history of these workflows, or cannot be, for a reason', async () => {
    const odd: Handler = () => {
      throw new StateFailure('Odd', '', { explained: true });
    };
    const seen = [
      ...(await typesOf(goesWell)),
      ...(await typesOf(givenUp(), () => new Promise(() => {}))),
      ...(await typesOf(machine('T', { T: { ...CALL, End: true } }), odd)),
      ...(await typesOf(machine('M', { M: { ...map('F', { Type: 'Fail' }), End: true } }))),
      ...(await typesOf(machine('P', { P: { Type: 'Pass', Output: '{% $absent %}', End: true } }))),
      ...(await cutShort()),
      ...(await redriven()),
      ...(await tokens()),
    ];
    const emitted = new Set(seen);
    const all = Object.values(HistoryEventType);
    expect([...emitted].filter((type) => !all.some((known) => known === type))).toEqual([]);
    expect(all.filter((type) => !emitted.has(type)).toSorted()).toEqual(Object.keys(NOT_EMITTED).toSorted());
  });
});
