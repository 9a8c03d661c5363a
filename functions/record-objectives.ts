import { makeRecordObjectives } from '../lib/steps/record-objectives.ts';
import { sha256 } from './composition/digest.ts';
import { setting } from './composition/environment.ts';
import { stepPorts } from './composition/site.ts';

/** Lambda handler of the state RecordObjectives. */
export const handler = (event: unknown) =>
  makeRecordObjectives({ ...stepPorts(event), sha256, toolVersion: setting('MUSTER_VERSION') })(event);
