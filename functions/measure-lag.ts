import { makeMeasureLag } from '../lib/steps/measure-lag.ts';
import { stepPorts } from './composition/site.ts';
import { sql } from './composition/sql.ts';
import { streams } from './composition/streams.ts';

/** Lambda handler of the state MeasureLag. */
export const handler = (event: unknown) =>
  makeMeasureLag({ ...stepPorts(event), sessions: sql().sessions, streams: streams() })(event);
