import { element } from '../wire/xml.ts';
import { invalidParameter } from './sns-errors.ts';
import type { SnsOperation } from './sns-operation.ts';
import { topicOf } from './topic.ts';

/** Creates a standard topic; one of that name that is there already is the one that is meant. */
export const createTopic: SnsOperation = {
  parameters: ['Name'],
  run({ parameters, region, account, topics }) {
    const name = parameters.get('Name') ?? '';
    if (!/^[\w-]{1,256}$/.test(name)) throw invalidParameter('Topic Name');
    const { arn } = topics.add(topicOf(`arn:aws:sns:${region}:${account}:${name}`));
    return [element('TopicArn', arn)];
  },
};
