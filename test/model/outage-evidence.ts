import { formatInstant } from '../../lib/domain/instant.ts';
import type { Evidence } from '../../lib/domain/ledger/outage-finding.ts';
import { HOME, AWAY, type ModelWorld } from './model-world.ts';

/** What a witness in the recovery region would have seen of the primary's when heartbeats failed. */
export function outageEvidence({ regions, clock }: ModelWorld): readonly Evidence[] {
  const at = formatInstant(clock.now());
  const shows = regions[HOME]?.lost ? 'silence' : 'life';
  const look = { vantage: AWAY, at, shows, seen: shows === 'life' ? 'answered' : 'no answer' } as const;
  return [
    { ...look, subject: 'regional-api' },
    { ...look, subject: 'endpoint' },
    { ...look, subject: 'stale-writer', vantage: 'the stale writer of orders' },
  ];
}
