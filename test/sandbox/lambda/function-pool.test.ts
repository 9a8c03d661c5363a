import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import {
  type FunctionPool,
  type FunctionResponse,
  makeFunctionPool,
} from '../../../lib/sandbox/lambda/function-pool.ts';
import { eventually } from '../states/eventually.ts';
import { isAlive } from './is-alive.ts';

const REGION = 'eu-west-1';
const PROBE = fileURLToPath(new URL('./handlers/probe.ts', import.meta.url));

const Probe = z.object({
  event: z.unknown(),
  calls: z.number(),
  pid: z.number(),
  functionName: z.string(),
  invokedFunctionArn: z.string(),
  remainingMs: z.number(),
  env: z.record(z.string(), z.string()),
});

let stateDir: string;
let pool: FunctionPool;
let children: { name: string; pid: number }[];

beforeEach(() => {
  stateDir = mkdtempSync(join(tmpdir(), 'muster-lambda-'));
  children = [];
  const base = { region: REGION, handlerPath: PROBE, environment: { PLAN: 'p' }, timeoutSeconds: 20 };
  pool = makeFunctionPool({
    functions: [
      { ...base, name: 'probe' },
      { ...base, name: 'probe', region: 'eu-central-1' },
      { ...base, name: 'hasty', timeoutSeconds: 0.3 },
      { ...base, name: 'empty', handlerPath: PROBE.replace('probe.ts', 'no-handler.ts') },
      { ...base, name: 'absent', handlerPath: '/nowhere/at-all.ts' },
    ],
    account: '123456789012',
    stateDir,
    environmentOf: (region) => ({ AWS_ENDPOINT_URL: `http://${region}` }),
    onChild: (name, pid) => void children.push({ name, pid }),
  });
});

afterEach(async () => {
  await pool.stop();
  rmSync(stateDir, { recursive: true });
});

function invoke(event: unknown, name = 'probe', region = REGION): Promise<FunctionResponse> {
  return pool.invoke({ region, name, payload: JSON.stringify(event), invocationType: 'RequestResponse' });
}

async function probe(event: unknown, name?: string): Promise<z.infer<typeof Probe>> {
  return Probe.parse(JSON.parse((await invoke(event, name)).payload));
}

describe('the function pool', () => {
  test('runs a handler with its event, context and environment, and nothing of its own environment', async () => {
    const seen = await probe({ a: 1 });
    expect(seen).toMatchObject({
      event: { a: 1 },
      functionName: 'probe',
      invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:probe',
      env: {
        AWS_ENDPOINT_URL: 'http://eu-west-1',
        AWS_LAMBDA_FUNCTION_NAME: 'probe',
        AWS_REGION: 'eu-west-1',
        PLAN: 'p',
      },
    });
    expect(seen.env.PATH).toBeUndefined();
    expect(seen.remainingMs).toBeGreaterThan(19_000);
    expect(children).toEqual([{ name: 'function probe (eu-west-1)', pid: seen.pid }]);
  });

  test('keeps warm environments and never shares a busy one', async () => {
    const first = await probe({});
    const second = await probe({});
    expect([second.pid, second.calls]).toEqual([first.pid, 2]);
    const together = await Promise.all([probe({ forMs: 50 }), probe({ forMs: 50 })]);
    expect(new Set(together.map(({ pid }) => pid)).size).toBe(2);
    expect(children).toHaveLength(2);
  });

  test('a handler that returns nothing answers null', async () => {
    expect(await invoke({ do: 'nothing' })).toEqual({
      statusCode: 200,
      functionError: null,
      payload: 'null',
    });
  });

  test('an error of the handler has its name, message and trace', async () => {
    const { functionError, payload } = await invoke({ do: 'throw' });
    expect(functionError).toBe('Unhandled');
    expect(JSON.parse(payload)).toMatchObject({
      errorType: 'FenceUnproven',
      errorMessage: 'the old primary answered',
      trace: expect.arrayContaining(['FenceUnproven: the old primary answered']),
    });
    expect((await probe({})).calls).toBe(2);
  });

  test.each([
    [{ do: 'exit' }, 'Runtime.ExitError', / Error: Runtime exited with error: exit status 3$/],
    [{ do: 'crash' }, 'TypeError', /^thrown outside of the handler$/],
  ])('%j ends the environment; the next event gets a new one', async (event, errorType, errorMessage) => {
    const { functionError, payload } = await invoke(event);
    expect(functionError).toBe('Unhandled');
    expect(JSON.parse(payload)).toMatchObject({
      errorType,
      errorMessage: expect.stringMatching(errorMessage),
    });
    expect((await probe({})).calls).toBe(1);
  });

  test('a function that runs too long is killed', async () => {
    const { functionError, payload } = await invoke({ forMs: 5_000 }, 'hasty');
    expect(functionError).toBe('Unhandled');
    expect(JSON.parse(payload)).toEqual({
      errorType: 'Sandbox.Timedout',
      errorMessage: expect.stringMatching(
        /^RequestId: [0-9a-f-]{36} Error: Task timed out after 0\.30 seconds$/,
      ),
    });
    await eventually(() => isAlive(children[0]?.pid ?? 0)).toBe(false);
  });

  test.each([
    ['empty', 'Runtime.HandlerNotFound'],
    ['absent', 'Runtime.ImportModuleError'],
  ])('function %s fails with %s', async (name, errorType) => {
    expect(JSON.parse((await invoke({}, name)).payload)).toMatchObject({ errorType });
  });

  test('an unknown function is named by its ARN', async () => {
    await expect(invoke({}, 'nobody')).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      status: 404,
      message: 'Function not found: arn:aws:lambda:eu-west-1:123456789012:function:nobody',
    });
    await expect(invoke({}, 'arn:aws:lambda:eu-central-1:123456789012:function:probe')).rejects.toMatchObject(
      {
        message: "Functions from 'eu-central-1' are not reachable in this region ('eu-west-1')",
      },
    );
  });

  test('an event is accepted at once and runs on', async () => {
    const payload = JSON.stringify({ forMs: 10_000 });
    const accepted = await pool.invoke({ region: REGION, name: 'probe', payload, invocationType: 'Event' });
    expect(accepted).toEqual({ statusCode: 202, functionError: null, payload: '' });
    await eventually(() => children.map(({ pid }) => isAlive(pid))).toEqual([true]);
  });

  test("endRegion kills a region's environments, counts them and leaves the others", async () => {
    await probe({});
    let settled = false;
    void invoke({ forMs: 10_000 }).finally(() => {
      settled = true;
    });
    await invoke({}, 'probe', 'eu-central-1');
    await eventually(() => children).toHaveLength(2);
    expect(await pool.endRegion(REGION)).toBe(1);
    expect(children.map(({ pid }) => isAlive(pid))).toEqual([false, true]);
    await new Promise((resolve) => setImmediate(resolve));
    expect(settled).toBe(false);
    expect((await probe({})).calls).toBe(1);
  });

  test('leaves no process behind when it is stopped', async () => {
    await probe({});
    void invoke({ forMs: 10_000 });
    void invoke({ forMs: 10_000 });
    await eventually(() => children).toHaveLength(2);
    await pool.stop();
    expect(children.filter(({ pid }) => isAlive(pid))).toEqual([]);
  });

  test('what functions print goes to functions.log', async () => {
    await invoke({ do: 'throw' });
    await expect
      .poll(() => readFileSync(join(stateDir, 'functions.log'), 'utf8'))
      .toContain('the old primary answered');
  });
});
