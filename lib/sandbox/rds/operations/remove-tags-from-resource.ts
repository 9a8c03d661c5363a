import { queryList, requiredParameter } from '../../wire/query-parameters.ts';
import type { RdsOperation } from '../rds-operation.ts';

/** Removes tags by their keys; one that is not there is no error. */
export const removeTagsFromResource: RdsOperation = {
  parameters: ['ResourceName', 'TagKeys'],
  run({ region, parameters, directory }) {
    const instance = directory.require(region, requiredParameter(parameters, 'ResourceName'));
    const keys = queryList(parameters, 'TagKeys.member');
    const left = Object.entries(instance.settings.tags).filter(([key]) => !keys.includes(key));
    instance.change({ tags: Object.fromEntries(left) });
    return [];
  },
};
