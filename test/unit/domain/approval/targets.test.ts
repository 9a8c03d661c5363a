import { expect, test } from 'vitest';
import { failoverTargets } from '../../../../lib/domain/approval/targets.ts';
import { LEDGER, ORDERS, runInput } from '../../../fakes/run-input.ts';

test('what is approved is said in words: jobs, each database, and where traffic goes', () => {
  const run = runInput({
    databases: [ORDERS, LEDGER],
    backgroundJobs: [{ name: 'invoicing' }, { name: 'mailing' }],
  });
  expect(failoverTargets(run)).toEqual([
    'stop background jobs: invoicing, mailing',
    'promote orders-west in eu-west-1 in place of orders-north in eu-north-1',
    'promote ledger-west in eu-west-1 in place of ledger-north in eu-north-1',
    'send traffic from north to west',
  ]);
});

test('a run without background jobs speaks of none', () => {
  expect(failoverTargets(runInput({ backgroundJobs: [] }))).toEqual([
    'promote orders-west in eu-west-1 in place of orders-north in eu-north-1',
    'send traffic from north to west',
  ]);
});
