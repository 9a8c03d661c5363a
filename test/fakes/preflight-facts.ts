import { readFileSync } from 'node:fs';
import { known } from '../../lib/domain/brief/fact.ts';
import { parsePlan } from '../../lib/domain/plan/parse-plan.ts';
import type { RecoveryPlan } from '../../lib/domain/plan/recovery-plan.ts';
import type {
  DatabaseFacts,
  InstanceFacts,
  PreflightFacts,
} from '../../lib/domain/preflight/preflight-facts.ts';

const FILE = new URL('../../drills/plans/orders.yaml', import.meta.url);

/** The default plan, with a witness. */
export function watchedPlan(): RecoveryPlan {
  const text = readFileSync(FILE, 'utf8')
    .replace(
      'eu-west-1 }\n',
      'eu-west-1 }\n  witness: { name: stockholm, region: eu-north-1, bucket: muster-witness }\n',
    )
    .replace('allowedRegions: [', 'allowedRegions: [eu-north-1, ');
  const parsed = parsePlan(Buffer.from(text), 'orders.yaml');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.plan;
}

export const REPLICA: InstanceFacts = {
  region: 'eu-west-1',
  status: 'available',
  source: 'arn:aws:rds:eu-central-1:000000000000:db:orders-frankfurt',
  instanceClass: 'db.r7g.large',
  allocatedGiB: 100,
  parameterGroup: 'orders',
  parameterStatus: 'in-sync',
  optionGroup: 'default:postgres-17',
  optionStatus: 'in-sync',
  subnetGroup: 'orders',
  kmsKey: 'arn:aws:kms:eu-west-1:000000000000:key/1',
};

export const DATABASE: DatabaseFacts = {
  id: 'orders-db',
  primary: known({
    ...REPLICA,
    region: 'eu-central-1',
    source: null,
    kmsKey: 'arn:aws:kms:eu-central-1:0:key/2',
  }),
  replica: known(REPLICA),
  server: known({ inRecovery: true, receiverStatus: 'streaming', claimedLagSeconds: 0.2, others: [] }),
  parameterFamily: known('postgres17'),
  primaryFamily: known('postgres17'),
  optionGroup: known('postgres'),
  subnets: known({ status: 'Complete', zones: ['eu-west-1a', 'eu-west-1b'] }),
};

/** A plan of which everything is in order. */
export function factsInOrder(changes: Partial<PreflightFacts> = {}): PreflightFacts {
  const plan = changes.plan ?? watchedPlan();
  const { primary, recovery, witness } = plan.sites;
  return {
    plan,
    sites: known({
      finding: 'nothing-seen',
      recommendation: 'do not fail over',
      reason: 'users are served',
      evidence: [],
      vantages: [
        { region: recovery.region, role: 'recovery', answered: true, failure: '' },
        { region: primary.region, role: 'primary', answered: true, failure: '' },
        ...(witness
          ? [{ region: witness.region, role: 'witness' as const, answered: true, failure: '' }]
          : []),
      ],
      services: [],
      databases: [],
    }),
    databases: [DATABASE],
    machines: ['failover', 'heartbeat'].map((name) => ({ name, state: known('ACTIVE') })),
    functions: [{ name: 'promote-replica', state: known('Active') }],
    locks: [
      { site: 'recovery', holder: known(null) },
      { site: 'primary', holder: known(null) },
    ],
    proof: known({
      passed: {
        run: 'orders-1',
        at: '2026-10-01T12:00:00.000000Z',
        scope: 'live',
        verdict: 'met',
        rtoSeconds: 60,
        rpoSeconds: 1,
        planSha256: 'a'.repeat(64),
        ageSeconds: 86_400 * 10,
        samePlan: true,
        changes: known([]),
      },
      notPassedSince: null,
      stale: null,
    }),
    buckets: [{ name: recovery.bucket, planned: recovery.region, region: known(recovery.region) }],
    quotas: known([
      { name: 'DBInstances', used: 3, max: 40 },
      { name: 'AllocatedStorage', used: 300, max: 100_000 },
      { name: 'ManualSnapshots', used: 100, max: 100 },
    ]),
    ...changes,
  };
}
