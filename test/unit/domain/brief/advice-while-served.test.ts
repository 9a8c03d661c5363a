import { expect, test } from 'vitest';
import { known, unknown } from '../../../../lib/domain/brief/fact.ts';
import { type BriefFacts, makeFailoverBrief } from '../../../../lib/domain/brief/make-failover-brief.ts';
import type { SitesView } from '../../../../lib/domain/vantage/sites-view.ts';
import { lostRegion, requestFor } from '../../../fakes/briefs.ts';
import { SMALL_PLAN } from '../plan/small-plan.ts';

const FINDINGS = ['region-lost', 'link-lost', 'service-lost', 'unknown', 'nothing-seen'] as const;
const ADVICE = ['fail over', 'do not fail over', 'look closer'] as const;
const ACTIVE = [known('east'), known('west'), unknown('late')];
const BEATS = ['good', 'failing', 'unknown'] as const;
const SERVED = [
  [],
  ...[true, false].flatMap((a) => [true, false].map((b) => [service('a', a), service('b', b, false)])),
];
const LOST = lostRegion();
const SITES = LOST.view.known ? LOST.view.value : expect.unreachable();

function service(name: string, served: boolean, required = true): BriefFacts['services'][number] {
  return { name, required, served, seen: served ? 'HTTP 200' : 'no answer within 1 s' };
}

function databases(beats: (typeof BEATS)[number]): BriefFacts['databases'] {
  const at = '2027-03-10T03:00:09.982000Z';
  const heartbeat =
    beats === 'unknown'
      ? unknown('no watch runs')
      : known({ at, secondsAgo: 1, failing: beats === 'failing' });
  return LOST.databases.map((database) => ({ ...database, watched: unknown('no watch runs'), heartbeat }));
}

/** What the regions say, of each kind; and of each kind what the watch says where they cannot be asked. */
const SEEN: readonly Pick<BriefFacts, 'view' | 'seenByWatch'>[] = [
  ...ADVICE.map((recommendation) => ({
    view: known({ ...SITES, recommendation } satisfies SitesView),
    seenByWatch: unknown('not asked'),
  })),
  ...FINDINGS.map((finding) => ({
    view: unknown('late'),
    seenByWatch: known({ finding, evidence: [], by: 'watch' as const }),
  })),
  { view: unknown('late'), seenByWatch: unknown('no watch runs') },
];

test('in no combination of what is seen a failover is advised beside users who are served', () => {
  let advised = 0;
  for (const seen of SEEN)
    for (const activeSite of ACTIVE)
      for (const beats of BEATS)
        for (const services of SERVED) {
          const facts = lostRegion({ ...seen, activeSite, services, databases: databases(beats) });
          const { advice } = makeFailoverBrief(requestFor(SMALL_PLAN), facts);
          const served = beats === 'good' || services.some((one) => one.served);
          const what = JSON.stringify({ seen, activeSite, beats, services });
          if (served) expect(advice.recommendation, what).not.toBe('fail over');
          else advised += advice.recommendation === 'fail over' ? 1 : 0;
        }
  // It is advised where nobody is served: else the above would hold of a screen that advises nothing.
  expect(advised).toBeGreaterThan(10);
});
