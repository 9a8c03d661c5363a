import { expect, test } from 'vitest';
import { closeManifest } from '../../../lib/comparison/close-manifest.ts';
import { openManifest } from '../../../lib/comparison/open-manifest.ts';
import { CopyLine } from '../../../lib/domain/manifest/copy-line.ts';
import type { PlanCheck } from '../../../lib/domain/run/restore-input.ts';
import { makeVerifyRestored } from '../../../lib/steps/verify-restored.ts';
import { makeFakeContents, restingDatabase } from '../../fakes/fake-contents.ts';
import { backupPoint, makeFakeMarkers, makeRestoreWorld, restoreEvent } from '../../fakes/restore-run.ts';
import { IN_ORDER, STANDING } from '../../fakes/restored-database.ts';

const check = (name: string, sql: string): PlanCheck => ({ name, database: 'orders', sql, equals: 12 });
const CHECKS = [check('whole', '12.00'), check('other', '13'), check('broken', 'error')];

async function world() {
  const { primary } = restingDatabase();
  const ports = makeRestoreWorld();
  const deadline = ports.clock.now() + 60e6;
  const source = { clock: ports.clock, deadline, database: 'orders', source: primary };
  const manifest = await closeManifest(source, await openManifest(source, 12));
  await ports.objects.put('manifests/orders/orders/run-before-1.json', JSON.stringify(manifest));
  return {
    ...ports,
    contents: makeFakeContents({ '10.2.0.1': primary }),
    markers: makeFakeMarkers(ports.clock),
    integrity: {
      inspect: async () => IN_ORDER,
      ask: async (_: unknown, sql: string) => {
        if (sql === 'error') throw new Error('no such table');
        return sql;
      },
    },
  };
}

test("contents, order and the plan's checks are put down, each check by what it answered", async () => {
  const ports = await world();
  const outcomes = {
    ChooseRecoveryPoint: { databases: [backupPoint()] },
    AwaitRestored: { databases: [STANDING] },
  };
  const { outcome } = await makeVerifyRestored(ports)(
    restoreEvent('VerifyRestored', outcomes, { checks: CHECKS }),
  );
  expect(outcome).toMatchObject({
    databases: [
      {
        id: 'orders',
        rows: 40,
        integrity: IN_ORDER,
        markers: null,
        checks: [
          {
            name: 'whole',
            seen: '12.00',
            passed: true,
            error: null,
          },
          {
            name: 'other',
            seen: '13',
            passed: false,
            error: null,
          },
          {
            name: 'broken',
            seen: null,
            passed: false,
            error: 'no such table',
          },
        ],
      },
    ],
  });
  const stored = ports.objects.stored()['runs/run-1/raw/copy.ndjson/orders.ndjson'] ?? '';
  const lines = stored
    .trim()
    .split('\n')
    .map((line) => CopyLine.parse(JSON.parse(line)));
  expect(lines.at(0)).toMatchObject({ line: 'copy-server', database: 'orders' });
  expect(lines.at(-1)).toMatchObject({ line: 'copy-end', cause: null });
});
