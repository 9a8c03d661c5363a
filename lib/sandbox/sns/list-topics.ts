import { element } from '../wire/xml.ts';
import type { SnsOperation } from './sns-operation.ts';

/** The topics of the region, all on one page. */
export const listTopics: SnsOperation = {
  parameters: [],
  run: ({ region, topics }) => [
    element(
      'Topics',
      topics.in(region).map(({ arn }) => element('member', element('TopicArn', arn))),
    ),
  ],
};
