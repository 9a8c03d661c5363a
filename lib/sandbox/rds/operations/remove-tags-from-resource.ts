import { queryList } from '../../wire/query-parameters.ts';
import type { RdsOperation } from '../rds-operation.ts';
import { taggedInstance } from '../tagged-instance.ts';

/** Removes tags by their keys; one that is not there is no error. */
export const removeTagsFromResource: RdsOperation = {
  parameters: ['ResourceName', 'TagKeys'],
  run(call) {
    const instance = taggedInstance(call);
    const keys = queryList(call.parameters, 'TagKeys.member');
    const left = Object.entries(instance.settings.tags).filter(([key]) => !keys.includes(key));
    instance.change({ tags: Object.fromEntries(left) });
    return [];
  },
};
