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
  warm: (run: string) => `runs/${run}/warm.json`,
  control: (run: string) => `runs/${run}/heartbeat/control.json`,
  status: (run: string, role: SeriesRole, source: string) =>
    `runs/${run}/heartbeat/status/${role}-${source}.json`,
  canary: (run: string) => `runs/${run}/canary.json`,
  file: (run: string, name: string) => `runs/${run}/files/${name}`,
  files: (run: string) => `runs/${run}/files/`,
} as const;

/** Names of a plan's own objects in the recovery site's bucket, which every run on it changes. */
export const planKeys = {
  traffic: (plan: string) => `traffic/${plan}.json`,
  jobs: (plan: string) => `jobs/${plan}.json`,
  runbook: (plan: string, format: 'md' | 'html') => `runbooks/${plan}/failover.${format}`,
} as const;

/** Every lock that a run on a plan may hold at a site. */
export function lockKeys(plan: string): readonly string[] {
  return [...new Set(RunKind.options.map((kind) => runKeys.lock(plan, kind)))];
}

/** The four series of raw samples that a run takes; each is a folder of NDJSON segments. */
export type SeriesRole = 'ledger' | 'stale' | 'reader' | 'health';
