import type { Evidence, OutageFinding } from '../ledger/outage-finding.ts';
import type { VantageRole } from './probe-request.ts';

/** What is lost, or `nothing-seen`: users are served, and nothing met silence. */
export type SitesFinding = OutageFinding | 'nothing-seen';

export interface VantagePoint {
  readonly region: string;
  readonly role: VantageRole;
}

type Shows = Evidence['shows'];

/** What was seen from all places together; lists name regions. */
export interface Sight {
  /** From outside, where the primary region answered. */
  readonly alive: readonly string[];
  /** From outside, where its API was asked, and nothing in it answered. */
  readonly dark: readonly string[];
  /** Whether the primary region's own probe found anything alive there. */
  readonly aliveInside: boolean;
  /** From outside, where at least one user is served, and where at least one is not. */
  readonly served: readonly string[];
  readonly unserved: readonly string[];
  /** Whether the primary region's own probe found no user served. */
  readonly unservedInside: boolean;
  /** From outside, where something of the region met silence, whatever else answered. */
  readonly silent: readonly string[];
}

const OF_REGION: readonly Evidence['subject'][] = ['regional-api', 'endpoint', 'replication'];
const OF_USERS: readonly Evidence['subject'][] = ['front-door', 'service'];

/** Nothing was asked in vain, and nothing answered. */
function isSilence(shown: readonly Shows[]): boolean {
  return shown.length > 0 && shown.every((shows) => shows === 'silence');
}

/** Puts the looks of all vantage points side by side. */
function sightOf(evidence: readonly Evidence[], points: readonly VantagePoint[]): Sight {
  const outside = points.filter(({ role }) => role !== 'primary').map(({ region }) => region);
  const inside = points.filter(({ role }) => role === 'primary').map(({ region }) => region);
  const shown = (region: string, subjects: readonly Evidence['subject'][]): readonly Shows[] =>
    evidence
      .filter(({ vantage, subject }) => vantage === region && subjects.includes(subject))
      .map(({ shows }) => shows);
  const where = (shows: Shows, subjects: readonly Evidence['subject'][]) =>
    outside.filter((region) => shown(region, subjects).includes(shows));
  const alive = where('life', OF_REGION);
  return {
    alive,
    dark: outside.filter(
      (region) =>
        !alive.includes(region) &&
        isSilence(shown(region, ['regional-api'])) &&
        isSilence(shown(region, ['regional-api', 'endpoint'])),
    ),
    aliveInside: evidence.some(({ vantage, shows }) => inside.includes(vantage) && shows === 'life'),
    unservedInside: inside.some((region) => isSilence(shown(region, OF_USERS))),
    served: where('life', OF_USERS),
    unserved: where('silence', OF_USERS),
    silent: where('silence', OF_REGION),
  };
}

/**
 * What is lost, from the looks of all vantage points. A region is lost only when at least two regions outside of it,
 * the recovering one among them, met nothing but silence, of the region and of its users: looks that are missing or
 * contradict each other make it unknown, and one look of life from outside makes it something else.
 */
export function sitesFinding(
  evidence: readonly Evidence[],
  points: readonly VantagePoint[],
): { readonly finding: SitesFinding; readonly sight: Sight } {
  const sight = sightOf(evidence, points);
  return { finding: findingOf(evidence, points, sight), sight };
}

function findingOf(
  evidence: readonly Evidence[],
  points: readonly VantagePoint[],
  sight: Sight,
): SitesFinding {
  const { alive, dark, aliveInside, served, unserved, silent } = sight;
  if (alive.length === 0 && served.length === 0 && !aliveInside)
    return isLost(evidence, points, sight) ? 'region-lost' : 'unknown';
  if (dark.length > 0) return 'link-lost';
  const recovery = points.find(({ role }) => role === 'recovery')?.region;
  // Where the recovering region itself has seen nothing, nobody can say what it would recover from.
  if (!alive.some((region) => region === recovery)) return 'unknown';
  if (unserved.length > 0) return 'service-lost';
  if (served.length === 0) return 'unknown';
  return silent.length > 0 ? 'link-lost' : 'nothing-seen';
}

function isLost(
  evidence: readonly Evidence[],
  points: readonly VantagePoint[],
  { dark, unserved }: Sight,
): boolean {
  const outside = points.filter(({ role }) => role !== 'primary');
  const ofUsers = evidence.filter(
    ({ vantage, subject }) => OF_USERS.includes(subject) && outside.some(({ region }) => region === vantage),
  );
  return (
    outside.length > 1 &&
    outside.some(({ role }) => role === 'recovery') &&
    outside.every(({ region }) => dark.includes(region) && unserved.includes(region)) &&
    isSilence(ofUsers.map(({ shows }) => shows))
  );
}
