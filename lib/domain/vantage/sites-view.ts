import type { Evidence } from '../ledger/outage-finding.ts';
import type { ProbeAnswer, VantageRole } from './probe-request.ts';
import type { Advice } from '../brief/advice.ts';
import type { SitesFinding } from './sites-finding.ts';

/** A region from which it was looked, or was to be. */
export interface Vantage {
  readonly region: string;
  readonly role: VantageRole;
  readonly answered: boolean;
  /** Why it gave no answer; empty where it did. */
  readonly failure: string;
}

export interface SeenService {
  readonly name: string;
  /** Region that its health was asked from. */
  readonly vantage: string;
  readonly healthy: boolean;
  readonly seen: string;
}

/** What the regions of a plan say of its primary, what follows, and what is to be done. */
export interface SitesView {
  readonly finding: SitesFinding;
  readonly recommendation: Advice['recommendation'];
  /** Why, and who says so. */
  readonly reason: string;
  readonly evidence: readonly Evidence[];
  readonly vantages: readonly Vantage[];
  readonly services: readonly SeenService[];
  readonly databases: ProbeAnswer['databases'];
}
