import type { BenchSandbox } from '../run/bench-sandbox.ts';
import { type BareSeries, startBareSeries } from './bare-series.ts';

const INTERVAL_MS = 20;
const HEALTH_MS = 50;

export interface BareLoad {
  readonly client: BareSeries;
  readonly others: readonly BareSeries[];
}

/** The three series of a run at their rates: a writer, a stale writer and the health checks, a process each. */
export function startLoad(sandbox: BenchSandbox): BareLoad {
  const rows = {
    kind: 'rows',
    run: 'bench',
    intervalMs: INTERVAL_MS,
    attemptTimeoutMs: 5 * INTERVAL_MS,
  } as const;
  const stale = sandbox.client(sandbox.instance('primary'));
  const urls = sandbox.status.services.map(({ url }) => url);
  return {
    client: startBareSeries({ ...rows, writer: 'heartbeat', target: sandbox.client() }),
    others: [
      startBareSeries({ ...rows, writer: 'stale', target: stale }),
      startBareSeries({ kind: 'health', urls, intervalMs: HEALTH_MS }),
    ],
  };
}
