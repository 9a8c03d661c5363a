import { element, elements } from '../../wire/xml.ts';
import type { DatabaseInstance } from '../database-instance.ts';
import { filterOf } from '../filters.ts';
import { pageOf } from '../page.ts';
import type { RdsOperation } from '../rds-operation.ts';
import { renderDbInstance, resourceId } from '../render-db-instance.ts';

/** One instance by identifier or ARN, or those of the region that pass the filters, a page at a time. */
export const describeDbInstances: RdsOperation = {
  parameters: ['DBInstanceIdentifier', 'Filters', 'MaxRecords', 'Marker'],
  run({ region, parameters, directory }) {
    const identifier = parameters.get('DBInstanceIdentifier');
    const named = identifier ? [directory.require(region, identifier)] : directory.inRegion(region);
    const { items, marker } = pageOf(
      parameters,
      named.filter(instanceFilter(parameters)),
      (one) => one.config.id,
    );
    const found = items.map((one) => renderDbInstance(one, directory));
    return [element('DBInstances', found), ...elements({ Marker: marker })];
  },
};

/** Filters of DescribeDBInstances (API reference); of clusters and domains there are none here. */
const instanceFilter = filterOf<DatabaseInstance>({
  'db-cluster-id': () => [],
  'db-instance-id': (one) => [one.config.id, one.parts.arn],
  'dbi-resource-id': (one) => [resourceId(one.parts.arn)],
  domain: () => [],
  engine: () => ['postgres'],
});
