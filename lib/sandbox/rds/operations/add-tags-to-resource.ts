import { requiredParameter } from '../../wire/query-parameters.ts';
import type { RdsOperation } from '../rds-operation.ts';
import { checkTags, tagsOf } from '../tags.ts';

/** Adds tags to an instance; of a key that it has, the value is replaced. */
export const addTagsToResource: RdsOperation = {
  parameters: ['ResourceName', 'Tags'],
  run({ region, parameters, directory }) {
    const instance = directory.require(region, requiredParameter(parameters, 'ResourceName'));
    instance.change({ tags: checkTags({ ...instance.settings.tags, ...tagsOf(parameters) }) });
    return [];
  },
};
