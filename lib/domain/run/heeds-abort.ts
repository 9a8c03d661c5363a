/** States that bring a run to its end: they are what an abort leads to. */
const END_STATES: ReadonlySet<string> = new Set([
  'ReturnRegion',
  'SettleRoles',
  'StopHeartbeat',
  'ExportRun',
  'CleanUp',
  'SealRecord',
  'RemoveRestored',
  'RemoveCanary',
  'RemoveIncomplete',
]);

export function isEndState(state: string): boolean {
  return END_STATES.has(state);
}

/**
 * Whether a state of a run gives way when somebody wants the run to end: as long as nothing was promoted. From then on
 * the nearest safe state lies ahead, and the run goes on to its end.
 */
export function heedsAbort(state: string, promoted: boolean): boolean {
  return !promoted && !isEndState(state);
}
