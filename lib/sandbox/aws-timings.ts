/** A duration in seconds of which median and 90th percentile are given; its logarithm is normally distributed. */
export interface Lognormal {
  readonly medianSeconds: number;
  readonly p90Seconds: number;
}

/** A duration of AWS that a sandbox can imitate, with where it is taken from and what that source really says. */
export interface AwsTiming {
  readonly what: string;
  readonly drawn: Lognormal;
  /** Where it is written. */
  readonly source: string;
  /** What is written there, in short; the numbers in `drawn` are an assumption wherever it gives none. */
  readonly says: string;
}

const PROMOTE = 'RDS User Guide, "Promoting a read replica to be a standalone DB instance"';

/**
 * How long AWS takes. AWS publishes no distribution of these: where a source says "minutes", median and percentile are
 * an assumption in its spirit, to show how a failover goes and never to forecast how long one takes.
 */
export const AWS_TIMINGS = {
  staleStatus: {
    what: 'status still available after PromoteReadReplica',
    drawn: { medianSeconds: 5, p90Seconds: 15 },
    source: 'RDS API Reference, PromoteReadReplica: the answer shows the instance as it was',
    says: 'no number',
  },
  modifying: {
    what: 'status modifying: RDS ends replication and prepares the instance',
    drawn: { medianSeconds: 120, p90Seconds: 300 },
    source: PROMOTE,
    says: '"several minutes or longer", by the size of the replica, the reboot included',
  },
  rebooting: {
    what: 'status rebooting: the server accepts no connection',
    drawn: { medianSeconds: 45, p90Seconds: 120 },
    source: `${PROMOTE}; RDS API Reference, RebootDBInstance`,
    says: 'RDS reboots the instance before it is available; "a momentary outage" as long as crash recovery takes',
  },
  backingUp: {
    what: 'status backing-up after a promotion: it serves, and refuses another promotion',
    drawn: { medianSeconds: 180, p90Seconds: 600 },
    source:
      'RDS API Reference, PromoteReadReplica (BackupRetentionPeriod 1 by default); hashicorp/terraform#2886',
    says: 'as long as the changes since the last backup make it; the issue names the statuses and no number',
  },
} as const satisfies Readonly<Record<string, AwsTiming>>;

export type AwsTimingName = keyof typeof AWS_TIMINGS;
