import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { hurriedOptions } from '../../lib/aws/client-options.ts';
import { makeCloudTrailCalls } from '../../lib/aws/cloudtrail-calls.ts';
import { once } from './once.ts';
import { hurriedRds } from './rds.ts';

/** What regions write down by themselves. A run is signed without it, so that none that says nothing delays it. */
export const trail = makeCloudTrailCalls({
  cloudtrail: once((region) => new CloudTrailClient(hurriedOptions(region))),
  rds: hurriedRds,
});
