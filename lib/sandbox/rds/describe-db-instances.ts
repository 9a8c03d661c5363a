import { AwsError } from '../wire/aws-error.ts';
import { element } from '../wire/xml.ts';
import type { RdsOperation } from './rds-operation.ts';
import { renderDbInstance } from './render-db-instance.ts';

/** One instance by identifier or ARN, or all of the region on one page. */
export const describeDbInstances: RdsOperation = ({ region, parameters, directory }) => {
  refuseParameters(parameters);
  const identifier = parameters.get('DBInstanceIdentifier');
  const found = identifier ? [directory.require(region, identifier)] : directory.inRegion(region);
  return [
    element(
      'DBInstances',
      found.map((one) => renderDbInstance(one, directory)),
    ),
  ];
};

const KNOWN = new Set(['Action', 'Version', 'DBInstanceIdentifier', 'MaxRecords']);

/** Filters and later pages do not exist here: to ignore them would answer another question. */
function refuseParameters(parameters: URLSearchParams): void {
  const unknown = [...parameters.keys()].find((name) => !KNOWN.has(name));
  if (unknown) throw new AwsError('InvalidParameterValue', `The parameter ${unknown} is not supported.`);
}
