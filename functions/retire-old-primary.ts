import { makeRetireOldPrimary } from '../lib/steps/retire-old-primary.ts';
import { databases } from './composition/databases.ts';
import { replicas } from './composition/replicas.ts';
import { stepPorts } from './composition/site.ts';

/** Lambda handler of the state RetireOldPrimary. */
export const handler = (event: unknown) =>
  makeRetireOldPrimary({ ...stepPorts(event), databases, replicas })(event);
