import { makeSealRecord } from '../lib/steps/seal-record.ts';
import { byteLength, sha256 } from './composition/digest.ts';
import { secrets } from './composition/secrets.ts';
import { stepPorts } from './composition/site.ts';
import { workflows } from './composition/workflows.ts';

/** Lambda handler of the state SealRecord. */
export const handler = (event: unknown) =>
  makeSealRecord({
    ...stepPorts(event),
    workflows: workflows(),
    secrets: secrets(),
    sha256,
    byteLength,
  })(event);
