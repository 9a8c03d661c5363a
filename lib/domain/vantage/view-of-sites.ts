import type { Evidence } from '../ledger/outage-finding.ts';
import type { ProbeAnswer } from './probe-request.ts';
import { recommend } from './recommend.ts';
import { sitesFinding, type VantagePoint } from './sites-finding.ts';
import type { SitesView } from './sites-view.ts';

/** What came of asking one vantage point: its looks, or why there are none. */
export interface AskedVantage extends VantagePoint {
  readonly answer: ProbeAnswer | null;
  readonly failure: string;
  /** When it answered, or was given up. */
  readonly at: string;
}

/** Where the traffic switch leads, by the name of a site; null where that could not be read. */
export interface Traffic {
  readonly primarySite: string;
  readonly activeSite: string | null;
}

/** Puts the answers of all vantage points together. One that gave none has seen nothing, which is not silence. */
export function viewOfSites(asked: readonly AskedVantage[], traffic: Traffic): SitesView {
  const primary = asked.find(({ role }) => role === 'primary')?.region ?? '';
  const evidence = asked.flatMap(evidenceOf).map((look) => discounted(look, traffic));
  const found = sitesFinding(evidence, asked);
  const { activeSite, primarySite } = traffic;
  const advice =
    activeSite === null || activeSite === primarySite
      ? recommend({ ...found, primary })
      : ({
          recommendation: 'do not fail over',
          reason: `clients are led to ${activeSite} already, not to ${primarySite}`,
        } as const);
  return {
    finding: found.finding,
    ...advice,
    evidence,
    vantages: asked.map(({ region, role, answer, failure }) => {
      return { region, role, answered: answer !== null, failure };
    }),
    services: asked.flatMap(({ region, answer }) =>
      (answer?.services ?? []).map((service) => ({ ...service, vantage: region })),
    ),
    databases: asked.flatMap(({ answer }) => answer?.databases ?? []),
  };
}

function evidenceOf({ region, answer, failure, at }: AskedVantage): readonly Evidence[] {
  return answer?.evidence ?? [{ vantage: region, subject: 'probe', seen: failure, shows: 'nothing', at }];
}

/** Whoever is served by another site than the primary says nothing of the primary. */
function discounted(look: Evidence, { activeSite, primarySite }: Traffic): Evidence {
  if (activeSite === primarySite) return look;
  if (look.subject !== 'front-door' && look.subject !== 'service') return look;
  const why =
    activeSite === null ? 'where clients are led could not be read' : `clients are led to ${activeSite}`;
  return { ...look, seen: `${look.seen} (${why})`, shows: 'nothing' };
}
