import { makeHeraldSegment } from '../lib/steps/herald-segment.ts';
import { notifier } from './composition/notifier.ts';
import { segmentPorts } from './composition/site.ts';
import { workflows } from './composition/workflows.ts';

/** Lambda handler of the state HeraldSegment. */
export const handler = (event: unknown) =>
  makeHeraldSegment({ ...segmentPorts(event), workflows: workflows(), notifier })(event);
