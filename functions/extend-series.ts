import { makeExtendSeries } from '../lib/steps/extend-series.ts';
import { stepPorts } from './composition/site.ts';

/** Lambda handler of the state ExtendSeries. */
export const handler = (event: unknown) => makeExtendSeries(stepPorts(event))(event);
