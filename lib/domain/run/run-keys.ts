/** Names of a run's objects in the recovery site's bucket. */
export const runKeys = {
  lock: (plan: string) => `locks/${plan}.json`,
  plan: (run: string) => `runs/${run}/plan.yaml`,
  record: (run: string) => `runs/${run}/record/`,
  entry: (run: string, entry: { state: string; attempt: number; kind: string }) =>
    `runs/${run}/record/${entry.state}/${entry.attempt}/${entry.kind}.json`,
  series: (run: string, role: SeriesRole, source: string) => `runs/${run}/${role}/${source}/`,
  seriesOf: (run: string, role: SeriesRole) => `runs/${run}/${role}/`,
  warm: (run: string) => `runs/${run}/warm.json`,
  control: (run: string) => `runs/${run}/heartbeat/control.json`,
  status: (run: string, role: SeriesRole, source: string) =>
    `runs/${run}/heartbeat/status/${role}-${source}.json`,
  file: (run: string, name: string) => `runs/${run}/files/${name}`,
  files: (run: string) => `runs/${run}/files/`,
} as const;

/** The four series of raw samples that a run takes; each is a folder of NDJSON segments. */
export type SeriesRole = 'ledger' | 'stale' | 'reader' | 'health';
