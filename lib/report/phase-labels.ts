/** What a reader calls a phase of the recovery. */
const LABELS: ReadonlyMap<string, string> = new Map([
  ['detect', 'Detect the outage'],
  ['declare', 'Declare the failover'],
  ['stop-jobs', 'Stop background jobs'],
  ['drain', 'Drain the writers'],
  ['catch-up', 'Replica has everything'],
  ['fence', 'Fence the old primary'],
  ['promote', 'Promote the replica'],
  ['prove', 'Prove the promotion'],
  ['switch', 'Switch traffic'],
  ['first-write', 'First write by a client'],
  ['verify', 'Services answer'],
]);

export function phaseLabel(name: string): string {
  return LABELS.get(name) ?? name;
}
