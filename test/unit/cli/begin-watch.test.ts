import { expect, test } from 'vitest';
import { beginWatch } from '../../../lib/cli/begin-watch.ts';
import { isRunning, readWatch, watchesAll } from '../../../lib/cli/plan-watch.ts';
import { planKeys, runKeys } from '../../../lib/domain/run/run-keys.ts';
import { locateDatabases } from '../../../lib/domain/run/session-targets.ts';
import type { StandingWatch } from '../../../lib/domain/run/standing-watch.ts';
import { makeFakeWorkflows } from '../../fakes/fake-workflows.ts';
import type { Journal } from '../../fakes/journal.ts';
import { makeMemoryObjects } from '../../fakes/memory-objects.ts';
import { runInput } from '../../fakes/run-input.ts';
import { SEEN } from '../../fakes/step-event.ts';

const INPUT = runInput();
const PLAN = INPUT.plan.name;
const BEGINNING = {
  input: INPUT,
  located: locateDatabases(INPUT, SEEN.DiscoverDatabases),
  startedAt: '2026-03-01T12:00:00.000000Z',
};

function world(statuses: Record<string, string> = {}, texts: Record<string, string> = {}) {
  const journal: Journal = [];
  const objects = makeMemoryObjects(texts, journal);
  return { journal, objects, workflows: makeFakeWorkflows(journal, { statuses }) };
}

const formerly = (arn: string): Record<string, string> => {
  const { plan, heartbeat, detect } = INPUT;
  const executions = [{ role: 'ledger' as const, source: 'orders', arn }];
  const { startedAt } = BEGINNING;
  const watch: StandingWatch = {
    schemaVersion: 1,
    run: 'watch-0',
    plan,
    startedAt,
    heartbeat,
    detect,
    executions,
  };
  return { [planKeys.watch(PLAN)]: JSON.stringify(watch) };
};

test('a watch stands in the bucket, with all its series, before the first of them is started', async () => {
  const { journal, objects, workflows } = world();
  const watch = await beginWatch({ objects, workflows }, BEGINNING);
  const changes = journal.filter((line) => /^(objects\.put|workflows\.start)/.test(line));
  expect(changes[0]).toBe(`objects.put ${planKeys.watch(PLAN)}`);
  expect(changes).toHaveLength(1 + watch.executions.length);
  await expect(readWatch(objects, PLAN)).resolves.toEqual(watch);
  expect(watch.executions.map(({ arn }) => arn)).toEqual(
    workflows.started.map(
      ({ machineArn, name }) => `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`,
    ),
  );
});

test('one that ends half-way is found, watches nothing, and can be stopped', async () => {
  const { objects, workflows } = world();
  let starts = 0;
  const start = (request: Parameters<typeof workflows.start>[0]) => {
    starts += 1;
    return starts > 1 ? Promise.reject(new Error('killed')) : workflows.start(request);
  };
  await expect(beginWatch({ objects, workflows: { ...workflows, start } }, BEGINNING)).rejects.toThrow(
    'killed',
  );
  const left = await readWatch(objects, PLAN);
  expect(left?.executions.length).toBeGreaterThan(1);
  const statuses = { [left?.executions[0]?.arn ?? '']: 'RUNNING' };
  const seen = makeFakeWorkflows([], { statuses });
  await expect(watchesAll(seen, left ?? expect.unreachable())).resolves.toBe(false);
  await expect(isRunning(seen, left ?? expect.unreachable())).resolves.toBe(true);
});

test('a second one of a plan is refused while any series of the first runs', async () => {
  const { objects, workflows } = world({ first: 'RUNNING' }, formerly('first'));
  await expect(beginWatch({ objects, workflows }, BEGINNING)).rejects.toThrow(
    `watch-0 watches plan ${PLAN} already; \`npx muster watch stop\` ends it`,
  );
  expect(workflows.started).toEqual([]);
});

test('one that is over is told to end before another stands in its place', async () => {
  const { objects, workflows } = world({}, formerly('never-started'));
  const { run } = await beginWatch({ objects, workflows }, BEGINNING);
  expect(JSON.parse(objects.stored()[runKeys.control('watch-0')] ?? '')).toEqual({
    stop: true,
    detection: null,
  });
  await expect(readWatch(objects, PLAN)).resolves.toMatchObject({ run });
});

test.each([{}, formerly('ended')])('of two at the same moment one begins', async (texts) => {
  const { objects, workflows } = world({}, texts);
  const input = { ...INPUT, run: 'watch-2' };
  const both = await Promise.allSettled([
    beginWatch({ objects, workflows }, BEGINNING),
    beginWatch({ objects, workflows }, { ...BEGINNING, input }),
  ]);
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { message: `another watch of plan ${PLAN} begins at this moment; nothing was started` },
  });
  const standing = await readWatch(objects, PLAN);
  expect(workflows.started).toHaveLength(standing?.executions.length ?? 0);
});
