import { element } from '../wire/xml.ts';
import type { SnsOperation } from './sns-operation.ts';

/** What is known of a topic; it has no subscriptions, since the sandbox delivers to nobody. */
export const getTopicAttributes: SnsOperation = {
  parameters: ['TopicArn'],
  run({ parameters, region, topics }) {
    const { arn, account, fifo } = topics.find(region, parameters.get('TopicArn') ?? '');
    const attributes = {
      TopicArn: arn,
      Owner: account,
      SubscriptionsConfirmed: '0',
      SubscriptionsPending: '0',
      SubscriptionsDeleted: '0',
      ...(fifo ? { FifoTopic: 'true', ContentBasedDeduplication: 'false' } : {}),
    };
    const entries = Object.entries(attributes).map(([key, value]) =>
      element('entry', [element('key', key), element('value', value)]),
    );
    return [element('Attributes', entries)];
  },
};
