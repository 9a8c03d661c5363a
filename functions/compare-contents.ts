import { makeCompareContents } from '../lib/steps/compare-contents.ts';
import { contents } from './composition/contents.ts';
import { stepPorts } from './composition/site.ts';

/** Lambda handler of the state CompareContents. */
export const handler = (event: unknown) =>
  makeCompareContents({ ...stepPorts(event), contents: contents() })(event);
