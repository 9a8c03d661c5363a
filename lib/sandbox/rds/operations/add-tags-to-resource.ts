import type { RdsOperation } from '../rds-operation.ts';
import { taggedResource } from '../tagged-resource.ts';
import { checkTags, tagsOf } from '../tags.ts';

/** Adds tags to a resource; of a key that it has, the value is replaced. */
export const addTagsToResource: RdsOperation = {
  parameters: ['ResourceName', 'Tags'],
  run(call) {
    const resource = taggedResource(call);
    resource.retag(checkTags({ ...resource.tags, ...tagsOf(call.parameters) }));
    return [];
  },
};
