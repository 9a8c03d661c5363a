/**
 * States that change objects of a bucket (locks, gates, what leads clients, samples) or a database by SQL, and call no
 * control plane. CloudTrail has objects as events of data, which its event history does not keep, and SQL not at all.
 */
export const BY_OBJECTS_AND_SQL: ReadonlySet<string> = new Set([
  'AcquireLock',
  'CatalogueBackup',
  'CloseManifest',
  'DrainWriters',
  'MeasureLag',
  'ProvePromotion',
  'RemoveCanary',
  'SendCanary',
  'StartBackgroundJobs',
  'StopBackgroundJobs',
  'SwitchTraffic',
  'VerifyRestored',
  'WriteMarkers',
]);
