/** An instance by the region whose control plane knows it. */
export interface InstanceRef {
  readonly region: string;
  readonly instance: string;
}

export interface DatabaseInstance extends InstanceRef {
  readonly status: string;
  /** Identifier or ARN of what it replicates; null for a primary, and for a replica once promoted. */
  readonly source: string | null;
  readonly host: string;
  readonly port: number;
  /** Those that are in force, or on their way to be. */
  readonly securityGroups: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

/** The control plane of managed databases. A status is never proof of a promotion. */
export interface Databases {
  /** @throws ReplicaNotFound, RegionUnreachable, ThrottledUnknown */
  describe(ref: InstanceRef): Promise<DatabaseInstance>;
  /** All instances of a region. */
  list(region: string): Promise<readonly DatabaseInstance[]>;
  /** Asks for promotion; answers the request's id. @throws PromotionRefused, ReplicaNotFound, ThrottledUnknown, RegionUnreachable */
  promote(ref: InstanceRef): Promise<string>;
}
