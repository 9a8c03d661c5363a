import { RunKind } from './run-parts.ts';
import { takesSamples } from './takes-samples.ts';

/** Names of a run's objects in the recovery site's bucket. */
export const runKeys = {
  /** Kinds that change what production uses exclude one another, and are kept waiting by no other kind. */
  lock: (plan: string, kind: RunKind) =>
    takesSamples(kind) ? `locks/${plan}.json` : `locks/${plan}.${kind}.json`,
  plan: (run: string) => `runs/${run}/plan.yaml`,
  record: (run: string) => `runs/${run}/record/`,
  entry: (run: string, entry: { state: string; attempt: number; kind: string }) =>
    `runs/${run}/record/${entry.state}/${entry.attempt}/${entry.kind}.json`,
  series: (run: string, role: SeriesRole, source: string) => `runs/${run}/${role}/${source}/`,
  seriesOf: (run: string, role: SeriesRole) => `runs/${run}/${role}/`,
  /** Lines of a raw file that steps have written piece by piece; joined in the order of the names. */
  raw: (run: string, file: string) => `runs/${run}/raw/${file}/`,
  /** Rows of users that an old primary alone held: not evidence, and to be deleted by whoever has looked at them. */
  diverged: (run: string, state: string, database: string) => `divergence/${run}/${state}/${database}.ndjson`,
  /** What people are asked while the run waits for them, and what they answered. */
  requests: (run: string) => `approvals/${run}/`,
  request: (run: string, id: string) => `approvals/${run}/${id}.json`,
  answers: (run: string, id: string) => `approvals/${run}/${id}/`,
  /** SQL that brings back those of them that the promoted server has none of. */
  replay: (run: string, state: string, database: string) => `divergence/${run}/${state}/${database}.sql`,
  warm: (run: string) => `runs/${run}/warm.json`,
  notice: (run: string, key: string) => `runs/${run}/notices/${key}.json`,
  notices: (run: string) => `runs/${run}/notices/`,
  control: (run: string) => `runs/${run}/heartbeat/control.json`,
  status: (run: string, role: SeriesRole, source: string) =>
    `runs/${run}/heartbeat/status/${role}-${source}.json`,
  /** How a deferred fence has ended, and what it saw last while it has not. */
  fencedLater: (run: string) => `runs/${run}/deferred-fence/outcome.json`,
  fenceSeen: (run: string) => `runs/${run}/deferred-fence/seen.json`,
  /** Stands where an old primary was fenced, or may have been, before its replica was seen promoted. */
  fencedEarly: (run: string, database: string) => `runs/${run}/deferred-fence/early/${database}.json`,
  /** Stands where clients had sessions on an old primary that was fenced, before they were ended. */
  secondLook: (run: string, database: string) => `runs/${run}/fence/second-look/${database}.json`,
  /** Stands where another run has taken back what this one had changed when its lock was taken. */
  settledBy: (run: string) => `runs/${run}/settled-by.json`,
  /** What is to become of a run whose execution has ended and was made to go on so many times before. */
  claim: (run: string, redrives: number) => `runs/${run}/claims/${redrives}.json`,
  canary: (run: string) => `runs/${run}/canary.json`,
  file: (run: string, name: string) => `runs/${run}/files/${name}`,
  files: (run: string) => `runs/${run}/files/`,
} as const;

/** Names of a plan's own objects in the recovery site's bucket, which every run on it changes. */
export const planKeys = {
  traffic: (plan: string) => `traffic/${plan}.json`,
  jobs: (plan: string) => `jobs/${plan}.json`,
  /** Which standing watch there is. */
  watch: (plan: string) => `watch/${plan}.json`,
  /** Deferred fences of the plan's runs, one object each; its outcome lies with the run. */
  fences: (plan: string) => `fences/${plan}/`,
  fence: (plan: string, run: string) => `fences/${plan}/${run}.json`,
  writers: (plan: string) => `writers/${plan}.json`,
  runbook: (plan: string, format: 'md' | 'html') => `runbooks/${plan}/failover.${format}`,
} as const;

/** Every lock that a run on a plan may hold at a site. */
export function lockKeys(plan: string): readonly string[] {
  return [...new Set(RunKind.options.map((kind) => runKeys.lock(plan, kind)))];
}

/** The four series of raw samples that a run takes; each is a folder of NDJSON segments. */
export type SeriesRole = 'ledger' | 'stale' | 'reader' | 'health';
