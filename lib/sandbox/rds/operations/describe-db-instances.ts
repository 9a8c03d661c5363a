import { element, elements } from '../../wire/xml.ts';
import { instanceFilter } from '../filters.ts';
import { pageOf } from '../page.ts';
import type { RdsOperation } from '../rds-operation.ts';
import { renderDbInstance } from '../render-db-instance.ts';

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
