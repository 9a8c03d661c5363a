import type { ConflictingRun } from '../brief/conflicting-run.ts';
import type { DrillProof } from '../brief/drill-proof.ts';
import type { Fact } from '../brief/fact.ts';
import type { OtherRole } from '../fence/logins-left.ts';
import type { RecoveryPlan } from '../plan/recovery-plan.ts';
import type { SitesView } from '../vantage/sites-view.ts';

/** An instance as its control plane describes it, beyond what a run needs of it. */
export interface InstanceFacts {
  readonly region: string;
  readonly status: string;
  readonly source: string | null;
  readonly instanceClass: string;
  readonly allocatedGiB: number;
  readonly parameterGroup: string;
  /** in-sync, or that it waits for a reboot. */
  readonly parameterStatus: string;
  readonly optionGroup: string;
  readonly optionStatus: string;
  readonly subnetGroup: string;
  /** ARN of the key that its storage is encrypted with; null where it is not. */
  readonly kmsKey: string | null;
}

/** A replica as it says of itself. */
export interface ReplicaFacts {
  readonly inRecovery: boolean;
  readonly receiverStatus: string | null;
  readonly claimedLagSeconds: number | null;
  /** Roles that the plan does not fence, as the replica has them from its primary; without the operator's own. */
  readonly others: readonly OtherRole[];
}

export interface SubnetGroupFacts {
  readonly status: string;
  readonly zones: readonly string[];
}

export interface DatabaseFacts {
  readonly id: string;
  readonly primary: Fact<InstanceFacts>;
  readonly replica: Fact<InstanceFacts>;
  readonly server: Fact<ReplicaFacts>;
  /** Family of the replica's parameter group, in its region. */
  readonly parameterFamily: Fact<string>;
  readonly primaryFamily: Fact<string>;
  readonly optionGroup: Fact<string>;
  readonly subnets: Fact<SubnetGroupFacts>;
}

export interface Quota {
  readonly name: string;
  readonly used: number;
  readonly max: number;
}

/** Something that is deployed, with the state that its service gives it. */
export interface Deployed {
  readonly name: string;
  readonly state: Fact<string>;
}

/** All that was found out for a plan's gates, at one moment. */
export interface PreflightFacts {
  readonly plan: RecoveryPlan;
  readonly sites: Fact<SitesView>;
  readonly databases: readonly DatabaseFacts[];
  readonly machines: readonly Deployed[];
  readonly functions: readonly Deployed[];
  /** By site, who holds the plan's lock; null when it is free. */
  readonly locks: readonly {
    readonly site: 'primary' | 'recovery';
    readonly holder: Fact<ConflictingRun | null>;
  }[];
  readonly proof: Fact<DrillProof>;
  readonly buckets: readonly {
    readonly name: string;
    readonly planned: string;
    readonly region: Fact<string>;
  }[];
  readonly quotas: Fact<readonly Quota[]>;
}
