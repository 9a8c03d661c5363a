import { inventoryResult } from '../../inventory/inventory-result.ts';
import { contentResult } from '../../content/content-result.ts';
import type { ReplicationCheckInput } from '../../run/replication-check-input.ts';
import { ReplicationCheckJudgement } from '../../run/replication-check-judgement.ts';
import { SCHEMA_VERSION } from '../../stored.ts';
import { RULES_VERSION } from '../judge-rules.ts';
import { worstOfPairs } from '../buckets/bucket-finding.ts';
import { judgeBuckets, settingsFindings } from '../buckets/judge-buckets.ts';
import { judgeCanaries, judgeCanaryRemoval } from '../buckets/judge-canary.ts';
import { inventoryFindings, judgeInventories } from '../buckets/judge-inventory.ts';
import { inconclusive, met, worstOf } from '../finding.ts';
import { runFindings } from '../findings.ts';
import { judgeLeftovers } from '../judge-cleanup.ts';
import { judgeFailure } from '../judge-drill.ts';
import { capByIntegrity, type Parts, verdictsOf } from '../judge-parts.ts';
import { leftOutFindings } from '../left-out-findings.ts';
import { judgeStates } from '../judge-states.ts';
import { identityOf, integrityFindings, type RunEvidence } from '../run-evidence.ts';
import { inputOf, type RunFacts } from '../run-facts.ts';
import { comparedDatabases, lagOf, worstLag } from './compared-databases.ts';
import { judgeComparison } from './judge-comparison.ts';
import { judgeLag } from './judge-lag.ts';
import { judgeStreams } from './judge-streams.ts';

const STATES = [
  'AcquireLock',
  'DiscoverDatabases',
  'RecordObjectives',
  'InspectBuckets',
  'SendCanary',
  'MeasureLag',
  'CompareContents',
  'AwaitCanary',
  'RemoveCanary',
  'ExportRun',
  'CleanUp',
];

type BucketParts = Parts<'buckets' | 'canary' | 'inventory'>;
type CheckParts = Parts<'drill' | 'streams' | 'rpo' | 'content' | 'cleanup'> & BucketParts;

/** Whether both sites hold the same, and what a loss would have cost while it was looked at. */
export function judgeReplicationCheck(evidence: RunEvidence): ReplicationCheckJudgement {
  const { files, facts, integrity } = evidence;
  const input = inputOf(facts, 'replication-check');
  const measured = input && integrity.broken.length === 0 ? input : null;
  const parts = input ? judgeParts(input, facts) : judgeWithoutObjectives(facts);
  return ReplicationCheckJudgement.parse({
    schemaVersion: SCHEMA_VERSION,
    rules: RULES_VERSION,
    ...identityOf(input, evidence),
    ...verdictsOf(capByIntegrity(parts, integrity)),
    rto: null,
    rpo: measured && worstLag(measured, facts),
    databases: measured ? comparedDatabases(measured, facts) : [],
    findings: [
      ...integrityFindings(evidence),
      ...runFindings(facts),
      ...notCompared(facts),
      ...settingsFindings(input?.buckets ?? [], facts),
      ...inventoryFindings(inventoryResult(facts.inventory)),
    ],
    directory: files.directory,
  });
}

function judgeParts(input: ReplicationCheckInput, facts: RunFacts): CheckParts {
  const { rpoSeconds } = input.objectives;
  const each = input.databases.map(({ id }) => id);
  return {
    drill: judgeStates(facts, STATES),
    streams: worstOf(each.map((id) => judgeStreams(id, facts))),
    rpo: worstOf(each.map((id) => judgeLag(id, lagOf(id, facts), rpoSeconds))),
    content: worstOf(each.map((id) => judgeComparison(id, contentResult(linesOf(id, facts))))),
    ...judgePairs(input, facts),
    cleanup: worstOf([
      judgeLeftovers(facts.outcome('CleanUp')),
      worstOfPairs(judgeCanaryRemoval(input.buckets, facts)),
    ]),
  };
}

/** A plan may leave the inventory out; then nothing is said of it, and that is said. */
function judgePairs({ buckets, objectives, ...limits }: ReplicationCheckInput, facts: RunFacts): BucketParts {
  const { rpoSeconds } = objectives;
  const canaryLimits = { timeoutSeconds: limits.canaryTimeoutSeconds, rpoSeconds };
  return {
    buckets: worstOfPairs(judgeBuckets(buckets, facts)),
    canary: worstOfPairs(judgeCanaries(buckets, facts, canaryLimits)),
    inventory: limits.inventory
      ? worstOfPairs(judgeInventories(buckets, facts.inventory, rpoSeconds))
      : met('the plan leaves the inventory out'),
  };
}

function notCompared(facts: RunFacts): readonly string[] {
  const ids = [...new Set(facts.content.map(({ database }) => database))];
  return ids.flatMap((id) => leftOutFindings(id, contentResult(linesOf(id, facts)).leftOut));
}

function linesOf(id: string, { content }: RunFacts) {
  return content.filter(({ database }) => database === id);
}

function judgeWithoutObjectives(facts: RunFacts): CheckParts {
  const nothing = inconclusive('no objectives were recorded before the run ended');
  const drill = worstOf([...judgeFailure(facts), nothing]);
  const cleanup = judgeLeftovers(facts.outcome('CleanUp'));
  const buckets = { buckets: nothing, canary: nothing, inventory: nothing };
  return { drill, streams: nothing, rpo: nothing, content: nothing, ...buckets, cleanup };
}
