import { expect, test } from 'vitest';
import { ContentLine } from '../../../lib/domain/content/content-line.ts';
import { contentResult } from '../../../lib/domain/content/content-result.ts';
import { makeCompareContents } from '../../../lib/steps/compare-contents.ts';
import { checkEvent } from '../../fakes/check-run.ts';
import { makeFakeContents, restingDatabase } from '../../fakes/fake-contents.ts';
import { makeStepWorld } from '../../fakes/step-world.ts';

const KEY = 'runs/run-1/raw/content.ndjson/orders.ndjson';

function world(divergence?: Parameters<typeof restingDatabase>[0]) {
  const { primary, replica } = restingDatabase(divergence);
  return { ...makeStepWorld(), contents: makeFakeContents({ '10.0.0.1': primary, '10.1.0.1': replica }) };
}

function resultOf({ objects }: ReturnType<typeof world>) {
  const lines = (objects.stored()[KEY] ?? '').trimEnd().split('\n');
  return contentResult(lines.map((line) => ContentLine.parse(JSON.parse(line))));
}

test('what the comparison sees is written down line by line, twice the same', async () => {
  const ports = world();
  const step = makeCompareContents(ports);
  const { outcome } = await ports.clock.drive(step(checkEvent('CompareContents')));
  const { problems, rows } = resultOf(ports);
  expect({ problems, rows }).toMatchObject({ problems: [], rows: { total: 40, equal: 40, diverged: 0 } });
  const again = await ports.clock.drive(step(checkEvent('CompareContents', { attempt: 1 })));
  expect(again.outcome).toEqual(outcome);
});

test('a row that differs is among the lines', async () => {
  const ports = world({ place: 3, kind: 'different' });
  await ports.clock.drive(makeCompareContents(ports)(checkEvent('CompareContents')));
  expect(resultOf(ports).rows.diverged).toBe(1);
});

test('without its primary there is nothing to compare a replica with', async () => {
  const ports = world();
  const event = checkEvent('CompareContents');
  const lost = { databases: [{ id: 'orders', primary: null, replica: { host: '10.1.0.1', port: 5432 } }] };
  await expect(
    makeCompareContents(ports)({ ...event, outcomes: { ...event.outcomes, DiscoverDatabases: lost } }),
  ).rejects.toMatchObject({ name: 'ReplicaNotUsable' });
});
