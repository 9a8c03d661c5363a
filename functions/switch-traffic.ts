import { makeSwitchTraffic } from '../lib/steps/switch-traffic.ts';
import { stepPorts } from './composition/site.ts';

/** Lambda handler of the state SwitchTraffic. */
export const handler = (event: unknown) => makeSwitchTraffic(stepPorts(event))(event);
