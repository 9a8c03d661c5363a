import {
  CreateTopicCommand,
  GetTopicAttributesCommand,
  ListTopicsCommand,
  PublishCommand,
  SNSClient,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { makeMessageLog } from '../../../lib/sandbox/sns/message-log.ts';
import { makeSnsService } from '../../../lib/sandbox/sns/sns-service.ts';
import { makeTopicShelf } from '../../../lib/sandbox/sns/topic.ts';
import { openEndpoint, type OpenEndpoint } from '../endpoint/open-endpoint.ts';

const ACCOUNT = '000000000000';
const ON_CALL = 'arn:aws:sns:eu-west-1:123456789012:on-call';
const IN_ORDER = 'arn:aws:sns:eu-west-1:123456789012:on-call.fifo';

const messages = makeMessageLog();
let endpoint: OpenEndpoint;
let sns: SNSClient;

beforeAll(async () => {
  const topics = makeTopicShelf([ON_CALL, IN_ORDER]);
  endpoint = await openEndpoint({
    services: { sns: makeSnsService({ account: ACCOUNT, topics, messages }) },
  });
  sns = new SNSClient(endpoint.client('eu-west-1'));
});
beforeEach(() => messages.empty());
afterAll(async () => {
  sns.destroy();
  await endpoint.close();
});

test('a message is kept as it was published, with the id that its publisher was given', async () => {
  const Message = 'fence proven; 3 < 4 & "so on"\nsecond line, ü';
  const { MessageId } = await sns.send(
    new PublishCommand({ TopicArn: ON_CALL, Subject: 'REAL orders', Message }),
  );
  expect(messages.all()).toEqual([
    {
      messageId: MessageId,
      topicArn: ON_CALL,
      region: 'eu-west-1',
      subject: 'REAL orders',
      message: Message,
      at: expect.stringMatching(/^\d{4}-.*Z$/),
    },
  ]);
});

test('a FIFO topic takes a message of the same id once', async () => {
  const command = () =>
    sns.send(
      new PublishCommand({
        TopicArn: IN_ORDER,
        Message: 'declared',
        MessageGroupId: 'run-1',
        MessageDeduplicationId: 'run-1-declared',
      }),
    );
  const [first, second] = [await command(), await command()];
  expect(second.MessageId).toBe(first.MessageId);
  expect(messages.all()).toHaveLength(1);
  await expect(sns.send(new PublishCommand({ TopicArn: IN_ORDER, Message: 'x' }))).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: 'Invalid parameter: The MessageGroupId parameter is required for FIFO topics',
  });
});

test.each([
  [{ TopicArn: ON_CALL, Message: '' }, 'Invalid parameter: Empty message'],
  [{ TopicArn: ON_CALL, Message: 'x'.repeat(262_145) }, 'Invalid parameter: Message too long'],
  [{ TopicArn: ON_CALL, Message: 'x', Subject: 'two\nlines' }, 'Invalid parameter: Subject'],
  [{ TopicArn: ON_CALL, Message: 'x', Subject: 'über' }, 'Invalid parameter: Subject'],
  [{ TopicArn: ON_CALL, Message: 'x', Subject: 'x'.repeat(101) }, 'Invalid parameter: Subject'],
  [
    { TopicArn: 'arn:aws:sns:eu-central-1:123456789012:on-call', Message: 'x' },
    'Invalid parameter: TopicArn',
  ],
])('what SNS refuses is refused: %#', async (input, message) => {
  await expect(sns.send(new PublishCommand(input))).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message,
    $metadata: { httpStatusCode: 400 },
  });
  expect(messages.all()).toEqual([]);
});

test('a topic that is not there is not found', async () => {
  const nobody = { TopicArn: `${ON_CALL}-2`, Message: 'x' };
  await expect(sns.send(new PublishCommand(nobody))).rejects.toMatchObject({
    name: 'NotFoundException',
    message: 'Topic does not exist',
    $metadata: { httpStatusCode: 404 },
  });
});

test('a topic that is created is listed in its region, and once', async () => {
  const create = () => sns.send(new CreateTopicCommand({ Name: 'more' }));
  const { TopicArn } = await create();
  expect(TopicArn).toBe(`arn:aws:sns:eu-west-1:${ACCOUNT}:more`);
  await create();
  const { Topics } = await sns.send(new ListTopicsCommand({}));
  expect(Topics?.map((topic) => topic.TopicArn)).toEqual([ON_CALL, IN_ORDER, TopicArn]);
  const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
  expect(Attributes).toMatchObject({ TopicArn, SubscriptionsConfirmed: '0' });
  await expect(sns.send(new CreateTopicCommand({ Name: 'no spaces' }))).rejects.toMatchObject({
    message: 'Invalid parameter: Topic Name',
  });
});

test('everything else is refused', async () => {
  const subscribe = new SubscribeCommand({ TopicArn: ON_CALL, Protocol: 'sms', Endpoint: '+4912345' });
  await expect(sns.send(subscribe)).rejects.toMatchObject({ name: 'InvalidAction' });
  const typed = new PublishCommand({
    TopicArn: ON_CALL,
    Message: 'x',
    MessageAttributes: { a: { DataType: 'String', StringValue: 'b' } },
  });
  await expect(sns.send(typed)).rejects.toMatchObject({
    message: expect.stringMatching(/MessageAttributes.* is not supported/),
  });
});
