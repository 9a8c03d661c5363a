import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { assertIsolated, breachOf } from '../../../../lib/domain/restore/isolation.ts';
import { restoredName } from '../../../../lib/domain/restore/restored-name.ts';
import { isolatedRestores } from '../../../../lib/steps/step/isolated-restores.ts';
import { makeFakeRestores } from '../../../fakes/fake-restores.ts';
import type { Journal } from '../../../fakes/journal.ts';
import { LEDGER, ORDERS } from '../../../fakes/run-input.ts';

const RUN = { run: 'run-1', databases: [ORDERS, LEDGER] };
const order = (region: string, instance: string) => ({
  region,
  instance,
  run: 'run-1',
  network: null,
  deletionProtection: false,
  tags: {},
});

test('what the drill itself restores may be changed', () => {
  expect(breachOf(RUN, { region: 'eu-west-1', instance: restoredName('orders', 'run-1') })).toBeNull();
});

test('what production uses may not, and the message says so', () => {
  expect(() => assertIsolated(RUN, ORDERS.replica)).toThrow(
    'orders-west in eu-west-1: saw an instance that production uses; expected one that run run-1 restores',
  );
});

test('a plan whose instance bears the name of a restored one is production all the same', () => {
  const instance = restoredName('orders', 'run-1');
  const databases = [{ ...ORDERS, replica: { region: 'eu-west-1', instance } }];
  expect(breachOf({ run: 'run-1', databases }, { region: 'eu-west-1', instance })).toBe(
    'an instance that production uses',
  );
});

test('whatever is ordered or removed, only instances of the run reach the account', async () => {
  const names = fc.constantFrom('orders-north', 'orders-west', 'ledger-west', 'muster-orders-run-1', 'other');
  const regions = fc.constantFrom('eu-north-1', 'eu-west-1');
  const calls = fc.array(fc.tuple(fc.constantFrom('snapshot', 'moment', 'remove'), regions, names), {
    minLength: 1,
  });
  await fc.assert(
    fc.asyncProperty(calls, async (asked) => {
      const journal: Journal = [];
      const restores = isolatedRestores(makeFakeRestores(journal), RUN);
      for (const [verb, region, instance] of asked) {
        const call = {
          snapshot: () => restores.restoreSnapshot('s', order(region, instance)),
          moment: () =>
            restores.restoreToPointInTime({ instance: 'orders-north', at: 0 }, order(region, instance)),
          remove: () => restores.remove({ region, instance, run: 'run-1' }),
        }[verb];
        const isOwn = instance === 'muster-orders-run-1';
        const failed = await call?.().then(
          () => null,
          (error: Error) => error.name,
        );
        expect(failed).toBe(isOwn ? null : 'IsolationBreached');
      }
      const allowed = asked.filter(([, , instance]) => instance === 'muster-orders-run-1');
      expect(journal).toHaveLength(allowed.length);
    }),
  );
});
