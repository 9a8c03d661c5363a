import type { RecoveryPlan } from '../plan/recovery-plan.ts';
import type { PlannedCall } from '../run/planned-call.ts';
import { type Gate, gate } from './gate.ts';

/**
 * Control planes that stand in one region for all: they may be lost with it. IAM, Route 53, CloudFormation's and
 * Organizations' are in us-east-1; so is what PutBucketReplication rests on (docs.aws.amazon.com/whitepapers, "AWS Fault
 * Isolation Boundaries", global services).
 */
const GLOBAL = ['IAM', 'Route 53', 'CloudFormation', 'Organizations', 'CloudFront', 'Global Accelerator'];
const GLOBAL_ACTIONS = ['PutBucketReplication', 'PutBucketPolicy', 'PutBucketVersioning', 'CreateBucket'];

/** Whether what a failover cannot do without stands outside of the region that is lost. */
export function pathGates(
  { sites: { primary, recovery } }: RecoveryPlan,
  calls: readonly PlannedCall[],
): readonly Gate[] {
  const required = calls.filter((call) => call.required);
  const elsewhere = required.filter(({ region }) => region !== recovery.region);
  const global = required.filter(
    ({ service, action }) => GLOBAL.includes(service) || GLOBAL_ACTIONS.includes(action),
  );
  return [
    gate('recovery path', `${required.length} calls that it needs`, {
      passed: elsewhere.length === 0 && required.length > 0,
      seen: elsewhere.length === 0 ? `all in ${recovery.region}` : elsewhere.map(wordsOf).join('; '),
      limit: `all in ${recovery.region}, none in ${primary.region}`,
      remedy: `nothing that a failover needs may stand in another region than ${recovery.region}: report this`,
    }),
    gate('recovery path', 'global control planes', {
      passed: global.length === 0,
      seen: global.length === 0 ? 'none is needed' : global.map(wordsOf).join('; '),
      limit: 'none: they are lost with the one region that they stand in',
      remedy: 'nothing that a failover needs may call them: report this',
    }),
  ];
}

function wordsOf({ state, service, action, region }: PlannedCall): string {
  return `${state}: ${service} ${action} in ${region}`;
}
