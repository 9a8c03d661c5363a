import { SFNClient } from '@aws-sdk/client-sfn';
import { clientOptions } from '../../lib/aws/client-options.ts';
import { makeSfnExecutions } from '../../lib/aws/sfn-executions.ts';
import { makeSfnWorkflows } from '../../lib/aws/sfn-workflows.ts';
import { ownRegion } from './environment.ts';
import { once } from './once.ts';

const client = once((region) => new SFNClient(clientOptions(region)));
const inRegion = once((region) => makeSfnWorkflows(client(region)));
const executionsIn = once((region) => makeSfnExecutions(client(region)));

/** Workflows of the region that this function runs in. */
export function workflows() {
  return inRegion(ownRegion());
}

/** Executions of that region, whoever started them. */
export function executions() {
  return executionsIn(ownRegion());
}
