import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeCallTrail } from '../../../lib/sandbox/cloudtrail/call-trail.ts';
import { makeCloudTrailService } from '../../../lib/sandbox/cloudtrail/cloudtrail-service.ts';
import { sessionTokenFor } from '../../../lib/sandbox/endpoint/session-token.ts';
import { renderJsonResult } from '../../../lib/sandbox/wire/json-codec.ts';
import { CREDENTIALS, openEndpoint, type OpenEndpoint } from '../endpoint/open-endpoint.ts';

const trail = makeCallTrail('000000000000');
let endpoint: OpenEndpoint;
let cloudtrail: CloudTrailClient;
let states: SFNClient;

beforeAll(async () => {
  endpoint = await openEndpoint({
    services: {
      cloudtrail: makeCloudTrailService(trail),
      states: async ({ requestId }) =>
        renderJsonResult('1.0', requestId, { executionArn: 'arn:e', startDate: 1 }),
    },
    noteCall: (call) => trail.note(call),
  });
  cloudtrail = new CloudTrailClient(endpoint.client('eu-west-1'));
  const sessionToken = sessionTokenFor('eu-west-1');
  states = new SFNClient({ ...endpoint.client('eu-west-1'), credentials: { ...CREDENTIALS, sessionToken } });
});
afterAll(async () => {
  cloudtrail.destroy();
  states.destroy();
  await endpoint.close();
});

test('the SDK finds a call of a function by its request id, in its region alone, and in its second', async () => {
  const command = new StartExecutionCommand({ stateMachineArn: 'arn:m', name: 'n', input: '{}' });
  const before = new Date(Math.floor(Date.now() / 1000) * 1000);
  const { $metadata } = await states.send(command);
  const asked = new LookupEventsCommand({
    LookupAttributes: [{ AttributeKey: 'ReadOnly', AttributeValue: 'false' }],
    StartTime: before,
    EndTime: new Date(),
  });
  const { Events = [] } = await cloudtrail.send(asked);
  expect(Events).toMatchObject([{ EventName: 'StartExecution', AccessKeyId: CREDENTIALS.accessKeyId }]);
  expect(JSON.parse(Events[0]?.CloudTrailEvent ?? '')).toMatchObject({
    requestID: $metadata.requestId,
    userIdentity: { type: 'AssumedRole' },
    responseElements: { executionArn: 'arn:e' },
  });
  const elsewhere = new CloudTrailClient(endpoint.client('eu-central-1'));
  await expect(elsewhere.send(asked)).resolves.toMatchObject({ Events: [] });
  elsewhere.destroy();
});

test('a call that was signed with another key is in no trail', async () => {
  const kept = trail.all().length;
  const other = new SFNClient({
    ...endpoint.client('eu-west-1'),
    credentials: { ...CREDENTIALS, secretAccessKey: 'another' },
  });
  const command = new StartExecutionCommand({ stateMachineArn: 'arn:m' });
  await expect(other.send(command)).rejects.toThrow();
  other.destroy();
  expect(trail.all()).toHaveLength(kept);
});
