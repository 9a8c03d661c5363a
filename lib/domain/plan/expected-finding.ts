import type { OutageFinding } from '../ledger/outage-finding.ts';
import { parseFault } from './fault.ts';

/** What detection should find of a disruption; null for a fault that is not known. */
export function expectedFinding(fault: string): OutageFinding | null {
  const parsed = parseFault(fault, 'disruption');
  if (!parsed.ok) return null;
  switch (parsed.fault.name) {
    case 'region-loss':
      return 'region-lost';
    case 'partition':
      return parsed.fault.value === 'clients' ? 'service-lost' : 'link-lost';
    default:
      return 'service-lost';
  }
}
