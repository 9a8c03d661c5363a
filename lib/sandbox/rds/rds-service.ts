import type { AwsService } from '../wire/aws-request.ts';
import { invalidAction, parseQueryRequest, renderQueryResult } from '../wire/query-codec.ts';
import { invalidValue } from './rds-errors.ts';
import type { RdsOperation, RdsParts } from './rds-operation.ts';
import { RDS_OPERATIONS } from './rds-operations.ts';

const NAMESPACE = 'http://rds.amazonaws.com/doc/2014-10-31/';

/** Amazon RDS over real servers; an action that is not served is refused as unknown, a parameter as not supported. */
export function makeRdsService(parts: RdsParts): AwsService {
  return async (request) => {
    const query = parseQueryRequest(request);
    const operation = RDS_OPERATIONS.get(query.action);
    if (!operation) throw invalidAction(query);
    refuseParameters(query.parameters, operation);
    const { parameters, action } = query;
    const result = await operation.run({ ...parts, region: request.region, parameters });
    return renderQueryResult({ action, namespace: NAMESPACE, requestId: request.requestId, result });
  };
}

/** To ignore one would answer another question than was asked. */
function refuseParameters(parameters: URLSearchParams, { parameters: served, fixed }: RdsOperation): void {
  const known = ['Action', 'Version', ...served];
  const unknown = [...parameters].find(
    ([name, value]) => !known.includes(name.split('.')[0] ?? '') && fixed?.[name] !== value,
  );
  if (unknown) throw invalidValue(`The parameter ${unknown[0]} is not supported.`);
}
