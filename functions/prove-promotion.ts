import { makeProvePromotion } from '../lib/steps/prove-promotion.ts';
import { databases } from './composition/databases.ts';
import { stepPorts } from './composition/site.ts';
import { sql } from './composition/sql.ts';

/** Lambda handler of the state ProvePromotion. */
export const handler = (event: unknown) =>
  makeProvePromotion({ ...stepPorts(event), databases, sessions: sql().sessions })(event);
