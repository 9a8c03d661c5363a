import { formatInstant, type Instant } from '../instant.ts';
import { greatest } from '../measurement/greatest.ts';
import type { RecoveryPlan } from '../plan/recovery-plan.ts';
import type { PreflightFacts } from '../preflight/preflight-facts.ts';
import { outsideGates } from '../preflight/preflight-gates.ts';
import type { PlannedCall } from '../run/planned-call.ts';
import { plannedCalls } from '../run/planned-calls.ts';
import type { SafetyLever } from '../run/safety-lever.ts';
import type { SitesView } from '../vantage/sites-view.ts';
import { SCHEMA_VERSION } from '../stored.ts';
import { type Advice, adviceOn, heldAgainst, type Served } from './advice.ts';
import type { ConflictingRun } from './conflicting-run.ts';
import {
  type ArrivedRow,
  databaseRisk,
  type LastHeartbeat,
  lastHeartbeat,
  type WatchedDatabase,
} from './database-risk.ts';
import { drillProof } from './drill-proof.ts';
import { type Fact, fromFact, known } from './fact.ts';
import type { LossSeen } from './loss-seen.ts';
import type { FailoverBrief, RegionSeen, ReplicaSeen, ServiceSeen } from './failover-brief.ts';
import type { FormerFailover } from './former-failover.ts';
import { type GivenReasons, neededReasons } from './needed-reasons.ts';
import { predictedDuration } from './predicted-duration.ts';
import { whoApproves } from './who-approves.ts';

/** A database as it was found: each part by itself, since each may be the one that cannot be read. */
export interface DatabaseFacts {
  readonly id: string;
  /** By the watch's status, which is there sooner than its samples. */
  readonly heartbeat: Fact<LastHeartbeat>;
  readonly watched: Fact<WatchedDatabase>;
  readonly replica: Fact<
    Pick<ReplicaSeen, 'claimedLagSeconds'> & { readonly arrived: readonly ArrivedRow[] }
  >;
}

/** What was found out before a real failover. */
export interface BriefFacts {
  readonly now: Instant;
  /** What all regions say; and what the watch alone says, for where they cannot be asked. */
  readonly view: Fact<SitesView>;
  readonly seenByWatch: Fact<LossSeen>;
  readonly regions: readonly RegionSeen[];
  readonly activeSite: Fact<string>;
  readonly services: readonly ServiceSeen[];
  readonly watch: FailoverBrief['watch'];
  readonly databases: readonly DatabaseFacts[];
  /** Newest first. */
  readonly former: Fact<readonly FormerFailover[]>;
  readonly conflict: Fact<ConflictingRun | null>;
  readonly lever: Fact<SafetyLever | null>;
  readonly buckets: PreflightFacts['buckets'];
}

/** Which failover it is, and who wants it, with the reasons that were given. */
export interface BriefRequest extends GivenReasons {
  /** Where the plan's sites stand. */
  readonly target: FailoverBrief['target'];
  readonly plan: RecoveryPlan;
  readonly file: string;
  readonly sha256: string;
  readonly initiator: string;
  readonly breakGlass: string | null;
}

/** Puts together what on-call is shown. Pure: the same facts give the same screen. */
export function makeFailoverBrief(request: BriefRequest, facts: BriefFacts): FailoverBrief {
  const { plan, file, sha256, target } = request;
  const { now, regions, activeSite, services, watch, conflict, lever } = facts;
  const loss = lossSeen(facts);
  const calls = plannedCalls(plan);
  const { primary, recovery } = plan.sites;
  const databases = facts.databases.map(databaseBrief);
  const advice = adviceFor(plan, facts, { loss, served: servedHere(services, databases) });
  const proof = fromFact(facts.former, (runs) => known(drillProof(runs, { plan, target, sha256, now })));
  const primaryAnswers = regions.some(({ role, answers }) => role === 'primary' && answers);
  const approvals = whoApproves(plan, { ...request, primaryAnswers });
  return {
    schemaVersion: SCHEMA_VERSION,
    target,
    lookedAt: formatInstant(now),
    plan: { name: plan.name, file, sha256 },
    sites: { primary: siteOf(primary), recovery: siteOf(recovery) },
    loss,
    advice,
    regions: [...regions],
    activeSite,
    services: [...services],
    watch,
    databases,
    proof,
    duration: fromFact(facts.former, predictedDuration),
    calls: [...calls],
    irreversible: irreversibleOf(calls),
    approvals,
    conflict,
    lever,
    gates: [...outsideGates({ plan, sites: facts.view, proof, buckets: facts.buckets })],
    needs: [...neededReasons({ advice, proof, lever, approvals }, request)],
  };
}

/** A view that no region's probe has answered for has seen nothing: then the watch knows more. */
function viewOf({ view }: BriefFacts): SitesView | null {
  return view.known && view.value.vantages.some(({ answered }) => answered) ? view.value : null;
}

function lossSeen(facts: BriefFacts): Fact<LossSeen> {
  const view = viewOf(facts);
  if (!view) return facts.seenByWatch;
  const { finding, evidence } = view;
  return known({ finding, evidence: [...evidence], by: 'regions' });
}

function adviceFor(
  { sites: { recovery } }: RecoveryPlan,
  facts: BriefFacts,
  { loss, served }: { readonly loss: Fact<LossSeen>; readonly served: Served },
): Advice {
  const view = viewOf(facts);
  if (view) return heldAgainst({ recommendation: view.recommendation, reason: view.reason }, served);
  const { activeSite } = facts;
  if (activeSite.known && activeSite.value === recovery.name)
    return { recommendation: 'do not fail over', reason: `clients are sent to ${recovery.name} already` };
  return adviceOn({ finding: loss.known ? loss.value.finding : 'unknown', served });
}

function siteOf({ name, region }: RecoveryPlan['sites']['primary']) {
  return { name, region };
}

function databaseBrief({
  id,
  heartbeat,
  watched,
  replica,
}: DatabaseFacts): FailoverBrief['databases'][number] {
  const byLedger = fromFact(watched, lastHeartbeat);
  return {
    id,
    heartbeat: byLedger.known ? byLedger : heartbeat,
    replica: fromFact(replica, ({ claimedLagSeconds, arrived }) =>
      known({ claimedLagSeconds, newestHeartbeatAt: newestOf(arrived) }),
    ),
    risk: fromFact(watched, (own) => fromFact(replica, ({ arrived }) => databaseRisk(own, arrived))),
  };
}

function newestOf(rows: readonly ArrivedRow[]): string | null {
  return rows.length > 0
    ? formatInstant(
        greatest(
          rows.map(({ sent }) => sent),
          0,
        ),
      )
    : null;
}

/** All users are served when everything that is required says so; some, when anything does, required or not. */
function servedHere(services: readonly ServiceSeen[], databases: FailoverBrief['databases']): Served {
  const beats = databases.flatMap(({ heartbeat }) => (heartbeat.known ? !heartbeat.value.failing : []));
  const required = services.filter((service) => service.required).map(({ served }) => served);
  if (services.length + beats.length === 0) return null;
  if (required.length + beats.length > 0 && [...required, ...beats].every(Boolean)) return 'all';
  return beats.includes(true) || services.some(({ served }) => served) ? 'some' : 'none';
}

/** Such as a promotion: RDS demotes nothing, and a promoted server never follows its old primary again. */
function irreversibleOf(calls: readonly PlannedCall[]): string[] {
  return calls
    .filter(({ changes, undo }) => changes !== null && undo === null)
    .map(({ service, action, subject, region }) => `${service} ${action} of ${subject} in ${region}`);
}
