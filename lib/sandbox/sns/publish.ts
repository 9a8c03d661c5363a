import { randomUUID } from 'node:crypto';
import { element } from '../wire/xml.ts';
import type { Deduplication } from './message-log.ts';
import { invalidParameter } from './sns-errors.ts';
import type { SnsOperation } from './sns-operation.ts';
import type { Topic } from './topic.ts';

/** SNS API reference, Publish: the message's size, and what a subject may be. */
const MOST_BYTES = 262_144;
const MOST_IN_SUBJECT = 100;
/** Printable ASCII that begins with a letter, a digit or a punctuation mark: no line break, no control character. */
const SUBJECT = /^[!-~][ -~]*$/;

/** Keeps a message to a topic of the region; answers its id. */
export const publish: SnsOperation = {
  parameters: ['TopicArn', 'Message', 'Subject', 'MessageGroupId', 'MessageDeduplicationId'],
  run({ parameters, region, topics, messages }) {
    const topic = topics.find(region, parameters.get('TopicArn') ?? '');
    const message = checkMessage(parameters.get('Message'));
    const subject = checkSubject(parameters.get('Subject'));
    const published = { messageId: randomUUID(), topicArn: topic.arn, region, subject, message };
    const at = new Date().toISOString();
    const { messageId } = messages.append({ ...published, at }, onceIn(topic, parameters));
    return [element('MessageId', messageId)];
  },
};

function checkMessage(message: string | null): string {
  if (!message) throw invalidParameter('Empty message');
  if (Buffer.byteLength(message) > MOST_BYTES) throw invalidParameter('Message too long');
  return message;
}

function checkSubject(subject: string | null): string | null {
  if (subject === null || (subject.length <= MOST_IN_SUBJECT && SUBJECT.test(subject))) return subject;
  throw invalidParameter('Subject');
}

function onceIn(topic: Topic, parameters: URLSearchParams): Deduplication | undefined {
  if (!topic.fifo) return undefined;
  if (!parameters.get('MessageGroupId'))
    throw invalidParameter('The MessageGroupId parameter is required for FIFO topics');
  const id = parameters.get('MessageDeduplicationId');
  if (id) return { topicArn: topic.arn, id };
  throw invalidParameter(
    'The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
  );
}
