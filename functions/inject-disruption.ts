import { makeInjectDisruption } from '../lib/steps/inject-disruption.ts';
import { disruption } from './composition/disruption.ts';
import { stepPorts } from './composition/site.ts';

/** Lambda handler of the state InjectDisruption. */
export const handler = (event: unknown) => makeInjectDisruption({ ...stepPorts(event), disruption })(event);
