/** Names of what backups of a plan are known by, in the recovery site's bucket and in the account. */
export const backupKeys = {
  /** Every backup of a database, one object each. */
  catalogue: (plan: string, database: string) => `backups/${plan}/${database}/`,
  entry: (plan: string, database: string, run: string) => `backups/${plan}/${database}/${run}.json`,
  /** What the backup has to hold. Beside the catalogue, so that its listing holds entries alone. */
  manifest: (plan: string, database: string, run: string) => `manifests/${plan}/${database}/${run}.json`,
  /** RDS takes letters, digits and single hyphens: the run's name and the database's have no others. */
  snapshot: (database: string, run: string) => `muster-${database}-${run}`,
} as const;

/** Tags of a snapshot that a backup made, beside the run's. */
export const BACKUP_TAGS = { plan: 'muster:plan', database: 'muster:database' } as const;
