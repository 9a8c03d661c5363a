import { SFNClient } from '@aws-sdk/client-sfn';
import { clientOptions } from '../../lib/aws/client-options.ts';
import { makeSfnWorkflows } from '../../lib/aws/sfn-workflows.ts';
import { ownRegion } from './environment.ts';
import { once } from './once.ts';

const inRegion = once((region) => makeSfnWorkflows(new SFNClient(clientOptions(region))));

/** Workflows of the region that this function runs in. */
export function workflows() {
  return inRegion(ownRegion());
}
