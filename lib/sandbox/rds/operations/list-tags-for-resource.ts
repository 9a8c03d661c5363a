import { element } from '../../wire/xml.ts';
import type { RdsOperation } from '../rds-operation.ts';
import { renderTags } from '../render-db-instance.ts';
import { taggedInstance } from '../tagged-instance.ts';

/** Tags of an instance, which is named by its ARN. */
export const listTagsForResource: RdsOperation = {
  parameters: ['ResourceName'],
  run(call) {
    return [element('TagList', renderTags(taggedInstance(call).settings.tags))];
  },
};
