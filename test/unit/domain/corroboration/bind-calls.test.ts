import { expect, test } from 'vitest';
import { bindCalls } from '../../../../lib/domain/corroboration/bind-calls.ts';
import type { Asked } from '../../../../lib/domain/corroboration/corroboration-file.ts';
import type { RunCall } from '../../../../lib/domain/corroboration/run-call.ts';
import { parseTrailEvent } from '../../../../lib/domain/corroboration/trail-event.ts';
import { formatInstant } from '../../../../lib/domain/instant.ts';
import { secondsIn } from '../../../fakes/drill-record.ts';
import { trailText } from '../../../fakes/fake-trail.ts';

const CALL: RunCall = {
  state: 'PromoteReplica',
  source: 'rds.amazonaws.com',
  name: 'PromoteReadReplica',
  region: 'eu-west-1',
  subject: 'orders-west',
  requestId: 'request-1',
  after: secondsIn(20),
  until: secondsIn(21),
  certainty: 'made',
};

const WHOLE: Asked = {
  schemaVersion: 1,
  kind: 'asked',
  of: 'cloudtrail',
  region: 'eu-west-1',
  from: formatInstant(secondsIn(0)),
  to: formatInstant(secondsIn(1_000)),
  problem: null,
};

interface Told {
  readonly call?: Partial<RunCall>;
  readonly asked?: Partial<Asked> | null | undefined;
  readonly event?: Readonly<Record<string, unknown>> | null;
}

function bind({ call = {}, asked = {}, event = {} }: Told = {}) {
  const text = event && trailText(CALL, event);
  const trail = {
    asked: asked ? [{ ...WHOLE, ...asked }] : [],
    events: text === null ? [] : [parseTrailEvent(text)].filter((one) => one !== null),
  };
  const { bound, unbound, contradicted } = bindCalls([{ ...CALL, ...call }], trail, { settledSeconds: 900 });
  return {
    bound: bound.map(({ event: { id } }) => id),
    unbound: unbound.map(({ why }) => why),
    contradicted: contradicted.map(({ why }) => why),
  };
}

const BOUND = { bound: ['event of PromoteReadReplica orders-west'], unbound: [], contradicted: [] };

test('a call is bound to the event of its request', () => {
  expect(bind()).toEqual(BOUND);
});

test('without a request id, to the event of its name and subject', () => {
  expect(bind({ call: { requestId: null }, event: { requestID: 'any' } })).toEqual(BOUND);
});

test.each([
  ['another request', { requestID: 'request-2' }],
  ['another instance', { requestParameters: { dBInstanceIdentifier: 'orders-north' } }],
  ['another region', { awsRegion: 'eu-central-1' }],
  ['another call', { eventName: 'RebootDBInstance' }],
  ['another service', { eventSource: 'fis.amazonaws.com' }],
])('an event of %s is not that of the call, and a whole trail without one is against it', (_, event) => {
  expect(bind({ event })).toEqual({
    bound: [],
    unbound: [],
    contradicted: ['the trail reaches beyond it, and has no event of it'],
  });
});

test.each(['2026-03-01T12:00:13Z', '2026-03-01T12:00:27Z'])(
  'an event at %s is against a record that has the call between :20 and :21',
  (eventTime) => {
    expect(bind({ event: { eventTime } }).contradicted).toEqual([
      `event event of PromoteReadReplica orders-west has it at ${eventTime.replace('Z', '.000000Z')}; the record between 2026-03-01T12:00:20.000000Z and 2026-03-01T12:00:21.000000Z`,
    ]);
  },
);

test.each(['2026-03-01T12:00:14Z', '2026-03-01T12:00:26Z'])('clocks may be apart: %s', (eventTime) => {
  expect(bind({ event: { eventTime } })).toEqual(BOUND);
});

test('a call that was refused was not made', () => {
  expect(bind({ event: { errorCode: 'AccessDenied' } }).contradicted).toEqual([
    'event event of PromoteReadReplica orders-west says AccessDenied',
  ]);
});

test.each<[string, Told['asked'], string]>([
  ['was not asked', null, 'nobody asked for the trail of eu-west-1'],
  ['was asked elsewhere', { region: 'eu-central-1' }, 'nobody asked for the trail of eu-west-1'],
  ['was asked for something else', { of: 'rds-events' }, 'nobody asked for the trail of eu-west-1'],
  ['did not answer', { problem: 'AccessDenied: no' }, 'the trail of eu-west-1: AccessDenied: no'],
  [
    'was asked too early',
    { to: formatInstant(secondsIn(920)) },
    'the trail of eu-west-1 was asked before all of that time was in it',
  ],
  [
    'begins too late',
    { from: formatInstant(secondsIn(20.5)) },
    'the trail of eu-west-1 was asked before all of that time was in it',
  ],
])('absence from a trail that %s says nothing', (_, asked, why) => {
  expect(bind({ asked, event: null })).toEqual({ bound: [], unbound: [why], contradicted: [] });
});

test('a call that need not have been made is bound where it was, and missed by nobody', () => {
  expect(bind({ call: { certainty: 'may' } })).toEqual(BOUND);
  expect(bind({ call: { certainty: 'may' }, event: null })).toEqual({
    bound: [],
    unbound: [],
    contradicted: [],
  });
});
