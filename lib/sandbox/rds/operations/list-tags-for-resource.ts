import { element } from '../../wire/xml.ts';
import type { RdsOperation } from '../rds-operation.ts';
import { renderTags } from '../render-db-instance.ts';
import { taggedResource } from '../tagged-resource.ts';

/** Tags of a resource, which is named by its ARN. */
export const listTagsForResource: RdsOperation = {
  parameters: ['ResourceName'],
  run(call) {
    return [element('TagList', renderTags(taggedResource(call).tags))];
  },
};
