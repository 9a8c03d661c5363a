import { makeLoadHandlers } from '../lib/steps/load-handlers.ts';
import { handlers } from './composition/handlers.ts';
import { stepPorts } from './composition/site.ts';

/** Lambda handler of the state LoadHandlers. */
export const handler = (event: unknown) =>
  makeLoadHandlers({ ...stepPorts(event), handlers: handlers() })(event);
