import { requiredParameter } from '../../wire/query-parameters.ts';
import { element } from '../../wire/xml.ts';
import type { RdsOperation } from '../rds-operation.ts';
import { renderTags } from '../render-db-instance.ts';

/** Tags of an instance, which is named by its ARN. */
export const listTagsForResource: RdsOperation = {
  parameters: ['ResourceName'],
  run({ region, parameters, directory }) {
    const instance = directory.require(region, requiredParameter(parameters, 'ResourceName'));
    return [element('TagList', renderTags(instance.settings.tags))];
  },
};
