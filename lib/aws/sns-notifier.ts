import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { ObjectMissing } from '../domain/failure.ts';
import type { Message, Notifier } from '../ports/notifier.ts';
import { callAws, errorName } from './aws-failure.ts';

/** Topics of SNS; each is published to in the region that its ARN names, and a FIFO one delivers an id once. */
export function makeSnsNotifier(clientOf: (region: string) => SNSClient): Notifier {
  return {
    publish: async (topic, message) => {
      const command = new PublishCommand({ TopicArn: topic, ...contentOf(topic, message) });
      try {
        const { MessageId = '' } = await callAws(topic, () => clientOf(regionOf(topic)).send(command));
        return MessageId;
      } catch (error) {
        if (!['NotFoundException', 'NotFound'].includes(errorName(error))) throw error;
        throw new ObjectMissing({ subject: topic, seen: 'no such topic', limit: 'a topic', cause: error });
      }
    },
  };
}

function contentOf(topic: string, { subject, text, group, id }: Message) {
  const content = { Subject: subject, Message: text };
  return topic.endsWith('.fifo')
    ? { ...content, MessageGroupId: group, MessageDeduplicationId: id }
    : content;
}

function regionOf(arn: string): string {
  return arn.split(':')[3] ?? '';
}
