import { makeRemoveRestored } from '../lib/steps/remove-restored.ts';
import { databases } from './composition/databases.ts';
import { restores } from './composition/restores.ts';
import { stepPorts } from './composition/site.ts';

/** Lambda handler of the state RemoveRestored. */
export const handler = (event: unknown) =>
  makeRemoveRestored({ ...stepPorts(event), databases, restores })(event);
