import { queryList } from '../../wire/query-parameters.ts';
import type { RdsOperation } from '../rds-operation.ts';
import { taggedResource } from '../tagged-resource.ts';

/** Removes tags by their keys; one that is not there is no error. */
export const removeTagsFromResource: RdsOperation = {
  parameters: ['ResourceName', 'TagKeys'],
  run(call) {
    const resource = taggedResource(call);
    const keys = queryList(call.parameters, 'TagKeys.member');
    const left = Object.entries(resource.tags).filter(([key]) => !keys.includes(key));
    resource.retag(Object.fromEntries(left));
    return [];
  },
};
