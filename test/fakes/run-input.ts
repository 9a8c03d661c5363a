import type * as z from 'zod';
import { FailoverInput } from '../../lib/domain/run/failover-input.ts';
import { type RunDatabase, type RunService } from '../../lib/domain/run/run-parts.ts';
import { sha256 } from './sha256.ts';

/** As much of a plan as a run looks at: its name, and who may approve. */
export const PLAN_TEXT = `name: orders
approvals: { people: [{ name: Ada }, { name: Anna }, { name: Ben }, { name: Carl }, { name: Cleo }, { name: Dora }] }
`;

export const ORDERS: RunDatabase = {
  id: 'orders',
  database: 'app',
  primary: { region: 'eu-north-1', instance: 'orders-north' },
  replica: { region: 'eu-west-1', instance: 'orders-west' },
  frontDoor: { host: '127.0.0.1', port: 6432 },
  directDoor: null,
  operatorSecret: 'orders/operator',
  heartbeatSecret: 'orders/heartbeat',
  fencedRoles: ['app', 'heartbeat'],
  ledger: null,
};

/** A second database of the same run, on other instances. */
export const LEDGER: RunDatabase = {
  ...ORDERS,
  id: 'ledger',
  primary: { region: 'eu-north-1', instance: 'ledger-north' },
  replica: { region: 'eu-west-1', instance: 'ledger-west' },
};

export const API: RunService = {
  name: 'api',
  wave: 0,
  required: true,
  rtoSeconds: 3600,
  rpoSeconds: 3600,
  dependsOn: [],
  stores: ['orders'],
  healthCheck: { kind: 'http', url: 'http://127.0.0.1:8080/api', timeoutSeconds: 1 },
};

const INPUT: z.input<typeof FailoverInput> = {
  schemaVersion: 1,
  run: 'run-1',
  kind: 'failover',
  target: 'sandbox',
  scope: 'rehearsal',
  plan: { name: 'orders', sha256: sha256(PLAN_TEXT) },
  sites: {
    primary: { name: 'north', region: 'eu-north-1', bucket: 'north-bucket' },
    recovery: { name: 'west', region: 'eu-west-1', bucket: 'west-bucket' },
  },
  objectives: { rtoSeconds: 3600, rpoSeconds: 3600 },
  databases: [ORDERS],
  services: [API],
  consistencyGroups: [],
  backgroundJobs: [{ name: 'invoicing' }],
  switchKey: 'traffic/orders.json',
  jobsKey: 'jobs/orders.json',
  heartbeat: {
    intervalSeconds: 0.02,
    attemptTimeoutSeconds: 0.1,
    goodToRecover: 5,
    segmentSeconds: 600,
    stateMachineArn: 'arn:aws:states:eu-west-1:111122223333:stateMachine:heartbeat',
  },
  detect: { failures: 3, withinSeconds: 1, timeoutSeconds: 30 },
  disruption: { adapter: 'fis', fault: 'region-loss', conditions: [] },
  fenceDeadlineSeconds: 2,
  fence: { rungs: ['revoke-login-and-end-sessions'], closedSecurityGroup: null, writersKey: null },
  holdSeconds: 5,
  preempt: false,
  handlerLimitSeconds: 300,
  criticalHandlers: ['promote-replica', 'switch-traffic'],
  verifyWaveSeconds: 20,
  followSeconds: 0,
  simulations: [],
  notices: null,
};

/** The input of a small run that every schema accepts. */
export function runInput(overrides: Partial<FailoverInput> = {}): FailoverInput {
  return FailoverInput.parse({ ...INPUT, ...overrides });
}
