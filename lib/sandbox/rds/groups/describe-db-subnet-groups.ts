import { element, elements } from '../../wire/xml.ts';
import { pageOf } from '../page.ts';
import type { RdsOperation } from '../rds-operation.ts';
import { renderSubnetGroup } from './render-groups.ts';

export const describeDbSubnetGroups: RdsOperation = {
  parameters: ['DBSubnetGroupName', 'MaxRecords', 'Marker'],
  run({ region, account, parameters, groups }) {
    const name = parameters.get('DBSubnetGroupName');
    const found = name ? [groups.requireSubnetGroup(region, name)] : groups.subnetGroups(region);
    const { items, marker } = pageOf(parameters, found, (one) => one.name);
    const rendered = items.map((one) => renderSubnetGroup(one, account));
    return [element('DBSubnetGroups', rendered), ...elements({ Marker: marker })];
  },
};
