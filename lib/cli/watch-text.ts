import { aligned } from './aligned.ts';
import type { WatchSeen } from './plan-watch.ts';

/** How a watch stands, for people: what each series has seen last. */
export function watchText({ watch, running, series, finding }: WatchSeen): string {
  const head = `${watch.run} ${running ? 'watches' : 'has ended, as a whole or in part; it watched'} plan ${watch.plan.name} since ${watch.startedAt}, every ${watch.heartbeat.intervalSeconds} s`;
  const rows = series.map(({ role, source, status }) => [
    `${role} of ${source}`,
    status ? `${status.good} good, ${status.bad} bad in segment ${status.segment}` : 'nothing yet',
    status?.lastGoodAt ? `last good ${status.lastGoodAt}` : 'none good',
    status?.detectedAt ? `lost at ${status.detectedAt}` : '',
  ]);
  return [head, aligned(rows), ...(finding ? [`seen: ${finding}`] : [])].join('\n');
}
