import type { RdsOperation } from '../rds-operation.ts';
import { taggedInstance } from '../tagged-instance.ts';
import { checkTags, tagsOf } from '../tags.ts';

/** Adds tags to an instance; of a key that it has, the value is replaced. */
export const addTagsToResource: RdsOperation = {
  parameters: ['ResourceName', 'Tags'],
  run(call) {
    const instance = taggedInstance(call);
    instance.change({ tags: checkTags({ ...instance.settings.tags, ...tagsOf(call.parameters) }) });
    return [];
  },
};
