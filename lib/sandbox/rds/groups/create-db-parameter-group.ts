import { requiredParameter } from '../../wire/query-parameters.ts';
import { invalidValue } from '../rds-errors.ts';
import type { RdsOperation } from '../rds-operation.ts';
import { groupNameOf } from './group-name.ts';
import { renderParameterGroup } from './render-groups.ts';

/** A group of the family's defaults; parameters themselves are not served. */
export const createDbParameterGroup: RdsOperation = {
  parameters: ['DBParameterGroupName', 'DBParameterGroupFamily', 'Description'],
  run({ region, account, parameters, groups }) {
    const name = groupNameOf(requiredParameter(parameters, 'DBParameterGroupName'), 'DBParameterGroupName');
    const family = requiredParameter(parameters, 'DBParameterGroupFamily');
    if (family !== 'postgres17')
      throw invalidValue(`ParameterGroupFamily ${family} is not a valid parameter group family`);
    const group = { region, name, family, description: requiredParameter(parameters, 'Description') };
    groups.addParameterGroup(group);
    return [renderParameterGroup(group, account)];
  },
};
