import { SNSClient } from '@aws-sdk/client-sns';
import { describe, expect, it } from 'vitest';
import { makeSnsNotifier } from '../../../lib/aws/sns-notifier.ts';
import { answering, sdkError, sending } from '../../fakes/sdk-client.ts';

const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:on-call';
const MESSAGE = { subject: 'REAL orders', text: 'declared', group: 'run-1', id: 'run-1-declared' };

function notifierThat(...answers: readonly unknown[]) {
  const { asked, send } = answering(...answers);
  const regions: string[] = [];
  const notifier = makeSnsNotifier((region) => {
    regions.push(region);
    return sending(new SNSClient({ region }), send);
  });
  return { asked, regions, notifier };
}

describe('topics of SNS', () => {
  it('are published to in the region of their ARN', async () => {
    const { asked, regions, notifier } = notifierThat({ MessageId: 'm-1' });
    expect(await notifier.publish(TOPIC, MESSAGE)).toBe('m-1');
    expect(regions).toEqual(['eu-west-1']);
    expect(asked).toEqual([
      { command: 'PublishCommand', input: { TopicArn: TOPIC, Subject: 'REAL orders', Message: 'declared' } },
    ]);
  });

  it('that keep an order are told group and id, so that a message that is sent again comes once', async () => {
    const { asked, notifier } = notifierThat({ MessageId: 'm-1' });
    await notifier.publish(`${TOPIC}.fifo`, MESSAGE);
    expect(asked[0]?.input).toMatchObject({
      MessageGroupId: 'run-1',
      MessageDeduplicationId: 'run-1-declared',
    });
  });

  it.each([
    ['NotFoundException', 'ObjectMissing', `${TOPIC}: saw no such topic; expected a topic`],
    ['TimeoutError', 'RegionUnreachable', `${TOPIC}: saw TimeoutError; expected an answer within 4 s`],
    ['ThrottledException', 'ThrottledUnknown', /saw ThrottledException/],
    ['AuthorizationErrorException', 'AuthorizationErrorException', /of the service/],
  ])('that answer %s fail as %s', async (answer, name, message) => {
    const { notifier } = notifierThat(sdkError(answer));
    await expect(notifier.publish(TOPIC, MESSAGE)).rejects.toMatchObject({
      name,
      message: typeof message === 'string' ? message : expect.stringMatching(message),
    });
  });
});
