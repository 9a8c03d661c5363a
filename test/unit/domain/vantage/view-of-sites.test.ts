import { expect, it } from 'vitest';
import type { Evidence } from '../../../../lib/domain/ledger/outage-finding.ts';
import { type AskedVantage, viewOfSites } from '../../../../lib/domain/vantage/view-of-sites.ts';

const AT = '2026-03-01T12:00:00.000000Z';

const look = (vantage: string, subject: Evidence['subject'], shows: Evidence['shows']): Evidence => {
  return { vantage, subject, seen: 'as seen', shows, at: AT };
};

const asked = (region: string, role: AskedVantage['role'], shows: Evidence['shows']): AskedVantage => ({
  region,
  role,
  failure: '',
  at: AT,
  answer: {
    evidence: [look(region, 'regional-api', shows), look(region, 'service', shows)],
    services: [{ name: 'shop', healthy: shows === 'life', seen: 'as seen' }],
    databases: role === 'recovery' ? [{ id: 'db', lastArrivalAt: AT, claimedLagSeconds: 0.1 }] : [],
  },
});

const unanswered: AskedVantage = {
  region: 'central',
  role: 'primary',
  answer: null,
  failure: 'its probe could not be asked: TimeoutError',
  at: AT,
};
const AT_HOME = { primarySite: 'frankfurt', activeSite: 'frankfurt' };

it('has what each region saw, who answered, and the words of a failure, which show nothing', () => {
  const view = viewOfSites(
    [asked('west', 'recovery', 'silence'), asked('north', 'witness', 'silence'), unanswered],
    AT_HOME,
  );

  expect(view).toMatchObject({
    finding: 'region-lost',
    recommendation: 'fail over',
    reason: 'nothing in central answers west and north, and no user is served from there',
    databases: [{ id: 'db', lastArrivalAt: AT, claimedLagSeconds: 0.1 }],
    services: [
      { name: 'shop', vantage: 'west', healthy: false, seen: 'as seen' },
      { name: 'shop', vantage: 'north', healthy: false, seen: 'as seen' },
    ],
  });
  expect(view.vantages.map(({ region, answered }) => [region, answered])).toEqual([
    ['west', true],
    ['north', true],
    ['central', false],
  ]);
  expect(view.evidence.at(-1)).toEqual({
    vantage: 'central',
    subject: 'probe',
    seen: 'its probe could not be asked: TimeoutError',
    shows: 'nothing',
    at: AT,
  });
});

it('takes users that another site serves for no sign of the primary, and advises no second failover', () => {
  const view = viewOfSites(
    [asked('west', 'recovery', 'life'), asked('north', 'witness', 'life'), unanswered],
    { ...AT_HOME, activeSite: 'ireland' },
  );

  expect(
    view.evidence.filter(({ subject }) => subject === 'service').map(({ seen, shows }) => [seen, shows]),
  ).toEqual([
    ['as seen (clients are led to ireland)', 'nothing'],
    ['as seen (clients are led to ireland)', 'nothing'],
  ]);
  expect(view).toMatchObject({
    recommendation: 'do not fail over',
    reason: 'clients are led to ireland already, not to frankfurt',
  });
});

it('knows nothing of users while it cannot be read where they are led', () => {
  const view = viewOfSites(
    [asked('west', 'recovery', 'silence'), asked('north', 'witness', 'silence'), unanswered],
    { ...AT_HOME, activeSite: null },
  );

  expect(view).toMatchObject({ finding: 'unknown', recommendation: 'look closer' });
});
