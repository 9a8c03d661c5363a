import type { AwsService } from '../wire/aws-request.ts';
import { invalidAction, parseQueryRequest, renderQueryResult } from '../wire/query-codec.ts';
import { describeDbInstances } from './describe-db-instances.ts';
import type { InstanceDirectory } from './instance-directory.ts';
import { listTagsForResource } from './list-tags-for-resource.ts';
import { promoteReadReplica } from './promote-read-replica.ts';
import type { RdsOperation } from './rds-operation.ts';

const NAMESPACE = 'http://rds.amazonaws.com/doc/2014-10-31/';

const OPERATIONS: Readonly<Record<string, RdsOperation>> = {
  DescribeDBInstances: describeDbInstances,
  ListTagsForResource: listTagsForResource,
  PromoteReadReplica: promoteReadReplica,
};

/** Amazon RDS, in the operations that a failover needs; every other action is refused as unknown. */
export function makeRdsService(directory: InstanceDirectory): AwsService {
  return async (request) => {
    const query = parseQueryRequest(request);
    const operation = OPERATIONS[query.action];
    if (!operation) throw invalidAction(query);
    return renderQueryResult({
      action: query.action,
      namespace: NAMESPACE,
      requestId: request.requestId,
      result: operation({ region: request.region, parameters: query.parameters, directory }),
    });
  };
}
