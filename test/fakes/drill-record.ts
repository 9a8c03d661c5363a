import { formatInstant, parseInstant } from '../../lib/domain/instant.ts';
import { RecordEntry } from '../../lib/domain/record/entry.ts';

const START = parseInstant('2026-03-01T12:00:00.000000Z');

/** Instant of a drill's record, so many seconds behind its begin. */
export const secondsIn = (seconds: number) => START + seconds * 1e6;

export function announced(state: string, seconds: number, data: object = {}): RecordEntry {
  return step('intent', { state, seconds, data });
}

export function ended(state: string, seconds: number, data: object): RecordEntry {
  return step('outcome', { state, seconds, data });
}

function step(
  kind: 'intent' | 'outcome',
  { state, seconds, data }: { state: string; seconds: number; data: object },
) {
  const at = formatInstant(secondsIn(seconds));
  return RecordEntry.parse({ schemaVersion: 1, kind, state, attempt: 0, at, data });
}

export const HEARTBEAT = 'arn:aws:states:eu-west-1:111122223333:execution:heartbeat:run-1-ledger';

const PROMOTED = { id: 'orders', instance: 'orders-west', alreadyPromoted: false, requestId: 'request-1' };

/** What a drill announces and does, as far as its calls are concerned: one series, a loss, a promotion, the way back. */
export function drillRecord(
  changed: { readonly promoted?: Partial<typeof PROMOTED> | null } = {},
): readonly RecordEntry[] {
  const begun = {
    schemaVersion: 1,
    kind: 'history',
    id: 1,
    type: 'ExecutionStarted',
    state: null,
    error: null,
  };
  const promoted = changed.promoted === null ? [] : [{ ...PROMOTED, ...changed.promoted }];
  return [
    RecordEntry.parse({ ...begun, cause: null, at: formatInstant(START) }),
    announced('AcquireLock', 1),
    announced('StartHeartbeat', 2, { stateMachineArn: 'arn:m' }),
    ended('StartHeartbeat', 3, { executions: [{ role: 'ledger', database: 'orders', arn: HEARTBEAT }] }),
    announced('InjectDisruption', 10, { adapter: 'fis', fault: 'region-loss', region: 'eu-central-1' }),
    ended('InjectDisruption', 11, {
      adapter: 'fis',
      fault: 'region-loss',
      experiment: 'EXP1',
      requestedAt: formatInstant(secondsIn(10)),
      receipt: null,
    }),
    announced('PromoteReplica', 20, {
      databases: [{ id: 'orders', region: 'eu-west-1', instance: 'orders-west' }],
    }),
    ...(changed.promoted === null ? [] : [ended('PromoteReplica', 21, { databases: promoted })]),
    announced('SwitchTraffic', 22),
    announced('ReturnRegion', 30, { experiment: 'EXP1', conditions: [] }),
    ended('ReturnRegion', 40, { experimentState: 'stopped', databases: [] }),
  ];
}
