import { randomBytes } from 'node:crypto';
import { serveConsole } from '../../lib/console/serve-console.ts';
import { type ConsolePorts, type ConsoleSettings } from '../../lib/console/routes.ts';
import { makeFormTokens } from '../../lib/console/form-token.ts';
import type { PeopleRequest } from '../../lib/domain/approval/people-request.ts';
import type { NoticeReceipt } from '../../lib/domain/notice/notice.ts';
import { runKeys } from '../../lib/domain/run/run-keys.ts';
import { MET } from './herald-input.ts';
import { makeManualClock, NOON } from './manual-clock.ts';
import { makeMemoryObjects } from './memory-objects.ts';
import { makeMemoryRecord } from './memory-record.ts';
import { makeFakeExecutions } from './fake-executions.ts';
import { makeFakeWorkflows } from './fake-workflows.ts';
import { peopleRequest } from './people-request.ts';

export const ASKING = 'orders-20260301-115930-1a2b';
export const DONE = 'orders-20260228-090000-3c4d';

const FAILOVER = 'arn:aws:states:eu-west-1:111122223333:stateMachine:failover';

/** A run that waits for people since noon, and one that was met; the clock stands two minutes later. */
export function makeConsoleWorld(requests: readonly Partial<PeopleRequest>[] = [{}]) {
  const clock = makeManualClock(NOON + 120e6);
  const asked = requests.map((request) => peopleRequest({ run: ASKING, ...request }));
  const texts = {
    ...Object.fromEntries(asked.map((one) => [runKeys.request(ASKING, one.id), JSON.stringify(one)])),
    [runKeys.file(DONE, 'judgement.json')]: JSON.stringify(MET),
    [runKeys.notice(ASKING, '000002-started')]: JSON.stringify(receipt('started')),
  };
  const objects = makeMemoryObjects(texts, [], () => clock.now());
  const workflows = makeFakeWorkflows();
  const machine = (name: string, status: string) => ({ arn: `${FAILOVER}:${name}`, name, status });
  const executions = {
    ...makeFakeExecutions(),
    list: async () => [
      machine(ASKING, 'RUNNING'),
      machine(`${DONE}-finish-1`, 'SUCCEEDED'),
      machine(DONE, 'SUCCEEDED'),
    ],
  };
  const ports: ConsolePorts = {
    clock,
    objects,
    workflows,
    executions,
    record: makeMemoryRecord(),
    machineArns: { failover: FAILOVER },
  };
  const settings: ConsoleSettings = {
    plan: { name: 'orders', timeZone: 'Europe/Berlin' },
    tokens: makeFormTokens(randomBytes(32)),
  };
  return { ports, settings, clock, objects, workflows };
}

export type ConsoleWorld = ReturnType<typeof makeConsoleWorld>;

/** The same over HTTP, on a free port. */
export function serveWorld({ ports, settings }: ConsoleWorld, address: string | null = null) {
  return serveConsole(ports, { plan: settings.plan, port: 0, address });
}

function receipt(what: string): NoticeReceipt {
  return {
    schemaVersion: 1,
    key: `000002-${what}`,
    at: '2026-03-01T11:59:31.000000Z',
    subject: `REAL failover orders: ${what}`,
    text: '',
    sent: [],
    problems: [],
  };
}
