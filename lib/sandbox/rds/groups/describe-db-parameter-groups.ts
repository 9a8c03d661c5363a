import { element, elements } from '../../wire/xml.ts';
import { pageOf } from '../page.ts';
import type { RdsOperation } from '../rds-operation.ts';
import { renderParameterGroup } from './render-groups.ts';

export const describeDbParameterGroups: RdsOperation = {
  parameters: ['DBParameterGroupName', 'MaxRecords', 'Marker'],
  run({ region, account, parameters, groups }) {
    const name = parameters.get('DBParameterGroupName');
    const found = name ? [groups.requireParameterGroup(region, name)] : groups.parameterGroups(region);
    const { items, marker } = pageOf(parameters, found, (one) => one.name);
    const rendered = items.map((one) => renderParameterGroup(one, account));
    return [element('DBParameterGroups', rendered), ...elements({ Marker: marker })];
  },
};
