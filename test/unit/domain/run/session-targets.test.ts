import { describe, expect, it } from 'vitest';
import { asHeartbeat, asOperator, locateDatabases } from '../../../../lib/domain/run/session-targets.ts';
import { LEDGER, ORDERS, runInput } from '../../../fakes/run-input.ts';
import { SEEN } from '../../../fakes/step-event.ts';

describe('the databases of a run', () => {
  it('stand where discovery found them', () => {
    expect(locateDatabases(runInput(), SEEN.DiscoverDatabases)).toEqual([
      {
        ...ORDERS,
        primaryAddress: { host: '10.0.0.1', port: 5432 },
        replicaAddress: { host: '10.1.0.1', port: 5432 },
        securityGroups: [],
      },
    ]);
  });

  it('are named when one of them was not discovered', () => {
    expect(() => locateDatabases(runInput({ databases: [ORDERS, LEDGER] }), SEEN.DiscoverDatabases)).toThrow(
      new RangeError('database ledger of the plan was not discovered in this run'),
    );
  });

  it('are reached as operator or as a client, by the name of a secret', () => {
    const address = { host: '10.1.0.1', port: 5432 };
    expect(asOperator(ORDERS, address)).toEqual({ ...address, database: 'app', secret: 'orders/operator' });
    expect(asHeartbeat(ORDERS, address)).toEqual({ ...address, database: 'app', secret: 'orders/heartbeat' });
  });
});
