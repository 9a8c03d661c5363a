import { makeSwitchTraffic } from '../lib/steps/switch-traffic.ts';
import { portsForStep } from './composition.ts';

/** Lambda handler of the state SwitchTraffic. */
export const handler = (event: unknown) => makeSwitchTraffic(portsForStep(event))(event);
