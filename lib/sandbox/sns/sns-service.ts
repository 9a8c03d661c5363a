import type { AwsService } from '../wire/aws-request.ts';
import { invalidAction, parseQueryRequest, renderQueryResult } from '../wire/query-codec.ts';
import { createTopic } from './create-topic.ts';
import { getTopicAttributes } from './get-topic-attributes.ts';
import { listTopics } from './list-topics.ts';
import { publish } from './publish.ts';
import { invalidParameter } from './sns-errors.ts';
import type { SnsOperation, SnsParts } from './sns-operation.ts';

const NAMESPACE = 'http://sns.amazonaws.com/doc/2010-03-31/';

const OPERATIONS: ReadonlyMap<string, SnsOperation> = new Map([
  ['CreateTopic', createTopic],
  ['GetTopicAttributes', getTopicAttributes],
  ['ListTopics', listTopics],
  ['Publish', publish],
]);

/** Operations that are served, in the names of the API reference. */
export const SNS_OPERATIONS: readonly string[] = [...OPERATIONS.keys()];

/** Amazon SNS: topics of each region, and what was published to them. */
export function makeSnsService(parts: SnsParts): AwsService {
  return async (request) => {
    const query = parseQueryRequest(request);
    const { action, parameters } = query;
    const operation = OPERATIONS.get(action);
    if (!operation) throw invalidAction(query);
    const known = ['Action', 'Version', ...operation.parameters];
    const unknown = [...parameters.keys()].find((name) => !known.includes(name));
    if (unknown !== undefined) throw invalidParameter(`${unknown} is not supported`);
    const result = operation.run({ ...parts, region: request.region, parameters });
    return renderQueryResult({ action, namespace: NAMESPACE, requestId: request.requestId, result });
  };
}
