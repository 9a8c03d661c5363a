import { describe, expect, it, test } from 'vitest';
import { type Evidence, outageFinding, quietFinding } from '../../../../lib/domain/ledger/outage-finding.ts';
import { expectedFinding } from '../../../../lib/domain/plan/expected-finding.ts';

type Shows = Evidence['shows'];

const look = (subject: Evidence['subject'], shows: Shows): Evidence => ({
  vantage: 'eu-west-1',
  subject,
  seen: '',
  shows,
  at: '2026-03-01T12:00:00.000000Z',
});

const looks = ([api, endpoint, stale]: readonly [Shows, Shows, Shows]) => [
  look('regional-api', api),
  look('endpoint', endpoint),
  look('stale-writer', stale),
];

describe('while heartbeats fail', () => {
  test.each([
    [['silence', 'silence', 'silence'], 'region-lost'],
    [['silence', 'silence', 'life'], 'link-lost'],
    [['silence', 'silence', 'nothing'], 'unknown'],
    [['nothing', 'silence', 'silence'], 'unknown'],
    [['silence', 'nothing', 'silence'], 'unknown'],
    [['nothing', 'nothing', 'life'], 'link-lost'],
    [['life', 'silence', 'silence'], 'service-lost'],
    [['silence', 'life', 'silence'], 'service-lost'],
    [['life', 'life', 'life'], 'service-lost'],
    [['life', 'silence', 'life'], 'service-lost'],
  ] as const)('API, endpoint and stale writer show %j: %s', (shown, finding) => {
    expect(outageFinding(looks(shown))).toBe(finding);
  });

  it('is unknown without evidence, and with none from outside', () => {
    expect(outageFinding([])).toBe('unknown');
    expect(outageFinding([look('stale-writer', 'silence')])).toBe('unknown');
  });

  it('is a lost region where nobody writes inside it, and everything asked was silent', () => {
    expect(outageFinding([look('regional-api', 'silence'), look('endpoint', 'silence')])).toBe('region-lost');
  });
});

describe('while heartbeats are acknowledged', () => {
  test.each([
    ['life', 'life', 'nothing-seen'],
    ['silence', 'life', 'link-lost'],
    ['life', 'silence', 'link-lost'],
    ['nothing', 'nothing', 'nothing-seen'],
  ] as const)('endpoint %s, replication %s: %s', (endpoint, replication, finding) => {
    expect(quietFinding([look('endpoint', endpoint), look('replication', replication)])).toBe(finding);
  });
});

test.each([
  ['region-loss=refused', 'region-lost'],
  ['partition', 'link-lost'],
  ['partition=regions', 'link-lost'],
  ['partition=clients', 'service-lost'],
  ['freeze', 'service-lost'],
  ['full-disk', 'service-lost'],
  ['fire', null],
])('%s should be found as %s', (fault, finding) => {
  expect(expectedFinding(fault)).toBe(finding);
});
