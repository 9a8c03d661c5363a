import { element, elements } from '../../wire/xml.ts';
import { pageOf } from '../page.ts';
import type { RdsOperation } from '../rds-operation.ts';

/** Option groups of PostgreSQL 17, which has no options. */
export const describeOptionGroups: RdsOperation = {
  parameters: ['OptionGroupName', 'MaxRecords', 'Marker'],
  run({ region, account, parameters, groups }) {
    const name = parameters.get('OptionGroupName');
    const found = name ? [groups.requireOptionGroup(region, name)] : groups.optionGroups(region);
    const { items, marker } = pageOf(parameters, found, (one) => one);
    const rendered = items.map((one) =>
      element(
        'OptionGroup',
        elements({
          OptionGroupName: one,
          OptionGroupDescription: one.startsWith('default:')
            ? 'Default option group for postgres 17'
            : 'of the sandbox',
          EngineName: 'postgres',
          MajorEngineVersion: '17',
          Options: [],
          AllowsVpcAndNonVpcInstanceMemberships: one.startsWith('default:'),
          OptionGroupArn: `arn:aws:rds:${region}:${account}:og:${one}`,
        }),
      ),
    );
    return [element('OptionGroupsList', rendered), ...elements({ Marker: marker })];
  },
};
