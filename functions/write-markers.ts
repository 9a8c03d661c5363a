import { makeWriteMarkers } from '../lib/steps/write-markers.ts';
import { databases } from './composition/databases.ts';
import { markers } from './composition/markers.ts';
import { stepPorts } from './composition/site.ts';

/** Lambda handler of the state WriteMarkers. */
export const handler = (event: unknown) =>
  makeWriteMarkers({ ...stepPorts(event), databases, markers: markers() })(event);
