import { makeWarmHandlers } from '../lib/steps/warm-handlers.ts';
import { handlers } from './composition/handlers.ts';
import { stepPorts } from './composition/site.ts';

/** Lambda handler of the state WarmHandlers. */
export const handler = (event: unknown) =>
  makeWarmHandlers({ ...stepPorts(event), handlers: handlers() })(event);
