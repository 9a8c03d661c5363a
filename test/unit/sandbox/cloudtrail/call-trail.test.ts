import { expect, test } from 'vitest';
import { makeCallTrail } from '../../../../lib/sandbox/cloudtrail/call-trail.ts';
import { makeCloudTrailService } from '../../../../lib/sandbox/cloudtrail/cloudtrail-service.ts';
import { lookupEvents } from '../../../../lib/sandbox/cloudtrail/lookup-events.ts';
import { callOnPaper, promotion } from './call-on-paper.ts';

const ACCOUNT = '000000000000';
const noted = (...calls: readonly ReturnType<typeof callOnPaper>[]) => {
  const trail = makeCallTrail(ACCOUNT);
  for (const call of calls) trail.note(call);
  return trail;
};
const told = (call: ReturnType<typeof callOnPaper>) =>
  noted(call)
    .all()
    .map(({ text }): unknown => JSON.parse(text));

test('a call to RDS is kept with who made it, under which request, on what', () => {
  expect(told(promotion('orders-ireland'))).toMatchObject([
    {
      eventSource: 'rds.amazonaws.com',
      eventName: 'PromoteReadReplica',
      awsRegion: 'eu-west-1',
      requestID: 'request-1',
      readOnly: false,
      requestParameters: { dBInstanceIdentifier: 'orders-ireland' },
      userIdentity: {
        type: 'AssumedRole',
        arn: `arn:aws:sts::${ACCOUNT}:assumed-role/muster-sandbox-function/eu-west-1`,
        accessKeyId: 'AKIAONE',
      },
    },
  ]);
});

test('one of Step Functions hides its input, and one of FIS names its experiment', () => {
  const start = callOnPaper({
    service: 'states',
    headers: { 'x-amz-target': 'AWSStepFunctions.StartExecution' },
    body: '{"stateMachineArn":"arn:m","name":"n","input":"{\\"secret\\":1}"}',
    answer: { status: 200, body: '{"executionArn":"arn:e","startDate":1}' },
  });
  expect(told(start)).toMatchObject([
    {
      eventName: 'StartExecution',
      userIdentity: { type: 'IAMUser' },
      requestParameters: { name: 'n', input: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
      responseElements: { executionArn: 'arn:e' },
    },
  ]);
  const stop = callOnPaper({
    service: 'fis',
    method: 'DELETE',
    path: '/experiments/EXP1',
    answer: { status: 200, body: '{"experiment":{"id":"EXP1"}}' },
  });
  expect(told(stop)).toMatchObject([{ eventName: 'StopExperiment', requestParameters: { id: 'EXP1' } }]);
});

test('a password is kept of no call, and what was refused is kept with the reason', () => {
  const body = 'Action=ModifyDBInstance&DBInstanceIdentifier=a&MasterUserPassword=hunter2';
  const answer = { status: 404, body: '<Error><Code>DBInstanceNotFound</Code></Error>' };
  const events = noted(callOnPaper({ service: 'rds', body, answer })).all();
  expect(events.map(({ text }) => text).join()).not.toContain('hunter2');
  expect(events.map(({ text }): unknown => JSON.parse(text))).toMatchObject([
    { errorCode: 'DBInstanceNotFound', requestParameters: { masterUserPassword: '****' } },
  ]);
});

test.each([
  ['only reads', callOnPaper({ service: 'rds', body: 'Action=DescribeDBInstances' })],
  ['is of data', callOnPaper({ service: 's3', method: 'PUT', path: '/bucket/key' })],
  [
    'answers a task token',
    callOnPaper({ service: 'states', headers: { 'x-amz-target': 'AWSStepFunctions.SendTaskSuccess' } }),
  ],
  ['has no action', callOnPaper({ service: 'rds', body: 'Nothing=1' })],
])('a call that %s is not kept', (_, call) => {
  expect(noted(call).all()).toEqual([]);
});

test('only the newest 10,000 are kept, and none after a new beginning', () => {
  const trail = makeCallTrail(ACCOUNT);
  for (let count = 0; count < 10_003; count += 1) trail.note(promotion('a'));
  expect([trail.all().length, trail.all()[0]?.number]).toEqual([10_000, 3]);
  trail.empty();
  expect(trail.all()).toEqual([]);
});

test('pages are of what was there at first, the newest first, and whole', () => {
  const trail = noted(promotion('a'), promotion('b'), promotion('c'));
  const first = lookupEvents(trail.all(), { MaxResults: 2 });
  expect(first).toMatchObject({ Events: [named('c'), named('b')], NextToken: 'below-1' });
  trail.note(promotion('d'));
  const second = lookupEvents(trail.all(), { MaxResults: 2, NextToken: 'below-1' });
  expect(second).toMatchObject({ Events: [named('a')] });
  expect(second).not.toHaveProperty('NextToken');
});

const named = (ResourceName: string) => ({ Resources: [{ ResourceName }] });

test('one attribute finds its events', () => {
  const trail = noted(promotion('a'), promotion('b'));
  const found = (AttributeKey: string, AttributeValue: string) =>
    lookupEvents(trail.all(), { LookupAttributes: [{ AttributeKey, AttributeValue }] });
  const [one] = trail.all();
  expect(found('ResourceName', 'b')).toMatchObject({ Events: [named('b')] });
  expect(found('EventId', one?.id ?? '')).toMatchObject({ Events: [named('a')] });
  for (const nothing of [
    found('ReadOnly', 'true'),
    found('EventSource', 'fis.amazonaws.com'),
    found('EventName', 'StopDBInstance'),
    found('Username', 'sandbox'),
    found('AccessKeyId', 'AKIATWO'),
  ])
    expect(nothing).toEqual({ Events: [] });
});

test.each([
  ['InvalidLookupAttributesException', { LookupAttributes: [{ AttributeKey: 'Who', AttributeValue: 'x' }] }],
  [
    'InvalidLookupAttributesException',
    {
      LookupAttributes: [
        { AttributeKey: 'EventId', AttributeValue: 'x' },
        { AttributeKey: 'EventName', AttributeValue: 'x' },
      ],
    },
  ],
  [
    'InvalidLookupAttributesException',
    { LookupAttributes: [{ AttributeKey: 'toString', AttributeValue: '' }] },
  ],
  ['InvalidTimeRangeException', { StartTime: 2, EndTime: 1 }],
  ['InvalidMaxResultsException', { MaxResults: 51 }],
  ['InvalidNextTokenException', { NextToken: 'x' }],
  ['ValidationException', { EventCategory: 'insight' }],
])('refuses with %s: %j', (code, input) => {
  expect(() => lookupEvents([], input)).toThrow(expect.objectContaining({ code }));
});

test.each(['PutAuditEvents', 'DeleteTrail', 'StopLogging', 'toString'])(
  'nobody changes the trail: %s',
  async (operation) => {
    const headers = { 'x-amz-target': `CloudTrail_20131101.${operation}` };
    const { request } = callOnPaper({ service: 'cloudtrail', headers, body: '{}' });
    await expect(makeCloudTrailService(noted(promotion('a')))(request)).rejects.toMatchObject({
      code: 'UnknownOperationException',
    });
  },
);
