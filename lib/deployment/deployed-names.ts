/** Names by which handlers look for what is deployed beside them. */
export { divergenceBucket } from '../domain/divergence/divergence-bucket.ts';
export { EVIDENCE_KEY } from '../domain/evidence/evidence-key.ts';
export { RESTORED_PREFIX } from '../domain/restore/restored-name.ts';

/** Before the names of functions and state machines in an account; functions learn it from MUSTER_FUNCTION_PREFIX. */
export const DEPLOYED_PREFIX = 'muster-';

/** The one handler that stands in every region: it says what is seen from there. */
export const PROBE_SITE = 'probe-site';

/** State machines, each named after its folder in drills/. */
export const WORKFLOWS = [
  'failover',
  'switchover',
  'backup',
  'replication-check',
  'restore',
  'heartbeat',
  'herald',
  'deferred-fence',
] as const;
