import { makeSealRecord } from '../lib/steps/seal-record.ts';
import { byteLength, sha256 } from './composition/digest.ts';
import { stepPorts } from './composition/site.ts';
import { workflows } from './composition/workflows.ts';

/** Lambda handler of the state SealRecord. */
export const handler = (event: unknown) =>
  makeSealRecord({ ...stepPorts(event), workflows: workflows(), sha256, byteLength })(event);
