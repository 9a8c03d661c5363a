import { duplicateFindings } from './name-findings.ts';
import { type PlanFinding, quote } from './plan-problem.ts';
import type { RecoveryPlan } from './recovery-plan.ts';
import type { Site } from './sites.ts';

type NamedSite = readonly [role: 'primary' | 'recovery' | 'witness', site: Site];

/** Sites have their own names, regions and buckets, and stand where the plan allows data to be. */
export function siteFindings(plan: RecoveryPlan): readonly PlanFinding[] {
  const { primary, recovery, witness } = plan.sites;
  const sites: readonly NamedSite[] = [
    ['primary', primary],
    ['recovery', recovery],
    ...(witness ? [['witness', witness] as const] : []),
  ];
  const entries = (field: 'name' | 'bucket') =>
    sites.map(([role, site]) => ({ name: site[field], path: ['sites', role, field] }));
  return [
    ...duplicateFindings('site', entries('name')),
    ...duplicateFindings('bucket', entries('bucket')),
    ...sharedRegion(sites),
    ...sites.flatMap((site) => outsideAllowed(plan, site)),
  ];
}

function sharedRegion(sites: readonly NamedSite[]): readonly PlanFinding[] {
  return sites.flatMap(([role, { region }], index) => {
    const other = sites.slice(0, index).find(([, site]) => site.region === region);
    if (!other) return [];
    const found = `${region}, where ${other[0]} stands`;
    return [
      {
        path: ['sites', role, 'region'],
        expected: 'a region of its own, since regions are lost whole',
        found,
      },
    ];
  });
}

function outsideAllowed(plan: RecoveryPlan, [role, { region }]: NamedSite): readonly PlanFinding[] {
  const allowed = plan.allowedRegions;
  if (!allowed || allowed.includes(region)) return [];
  const expected = `one of the allowed regions ${allowed.join(', ')}`;
  return [
    {
      path: ['sites', role, 'region'],
      expected,
      found: quote(region),
      remedy: 'data may not leave allowedRegions: move the site, or allow its region',
    },
  ];
}
