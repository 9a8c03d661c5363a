import { expect, test } from 'vitest';
import type { LossSeen } from '../../../lib/domain/brief/loss-seen.ts';
import { known, unknown } from '../../../lib/domain/brief/fact.ts';
import type { Evidence } from '../../../lib/domain/ledger/outage-finding.ts';
import { lossWords } from '../../../lib/domain/brief/loss-words.ts';
import { makeFailoverBrief } from '../../../lib/domain/brief/make-failover-brief.ts';
import { briefText } from '../../../lib/report/brief-text.ts';
import { APPROVED_PLAN, lostRegion, requestFor } from '../../fakes/briefs.ts';
import { seenLines } from '../../../lib/report/seen-lines.ts';
import { peopleRequest } from '../../fakes/people-request.ts';

const look = (subject: Evidence['subject'], shows: Evidence['shows']): Evidence => {
  return { vantage: 'eu-west-1', subject, seen: '', shows, at: '2026-03-01T11:59:40.000000Z' };
};

const alone = (finding: string) =>
  finding === 'region-lost' ? ', as seen from eu-west-1 alone: a cut link looks the same from there' : '';

test.each([
  ['region-lost', 'REGION LOST: nothing there answers'],
  ['link-lost', 'LINK LOST: the region lives, and cannot be reached from here'],
  ['service-lost', 'SERVICE LOST: the region answers, its clients are not served'],
  ['unknown', 'UNKNOWN: what was seen allows no conclusion'],
] as const)('what is seen now stands beside what was seen, with who says so: %s', (finding, words) => {
  const evidence = [look('regional-api', 'silence'), look('endpoint', 'nothing')];
  expect(seenLines(peopleRequest(), known({ finding, evidence, by: 'watch' }))).toEqual([
    'it saw: region-lost, since 2026-03-01T11:59:40.000000Z',
    `now:    ${words}; seen by eu-west-1: silent: API; not known: database; so says the watch alone, at the time of its detection${alone(finding)}`,
  ]);
});

test('a watch that sees no loss has detected none', () => {
  const seen = known<LossSeen>({ finding: 'nothing-seen', evidence: [], by: 'watch' });
  expect(seenLines(peopleRequest(), seen).at(-1)).toBe(
    'now:    Nothing is seen to be lost; so says the watch alone',
  );
});

test('who answers reads what the screen said on which it was started, word for word, before anything else', () => {
  const { view } = lostRegion();
  const value = view.known ? view.value : expect.unreachable();
  const unsure = {
    ...value,
    finding: 'unknown',
    recommendation: 'look closer',
    reason: 'no other region has confirmed it',
    evidence: value.evidence.filter(({ vantage }) => vantage !== 'eu-north-1'),
  } as const;
  const brief = makeFailoverBrief(requestFor(APPROVED_PLAN), lostRegion({ view: known(unsure) }));
  const shown = { at: '2026-03-01T11:59:50.000000Z', lines: [...lossWords(brief)] };
  const lines = seenLines(peopleRequest({ shown }), unknown('nobody has looked'));
  expect(lines.slice(0, 5)).toEqual([
    'Carl was shown at 2026-03-01 11:59:50 UTC:',
    '  UNKNOWN: what was seen allows no conclusion',
    '  LOOK CLOSER: no other region has confirmed it',
    '  seen by eu-west-1: silent: API, database, 2 services',
    '  seen by eu-central-1: not known: its probe',
  ]);
  const screen = briefText(brief, { colour: false, calls: false });
  for (const line of lossWords(brief)) expect(screen).toContain(line);
});

test('what is not known says why, and steers no terminal', () => {
  const lines = seenLines(peopleRequest({ saw: 'a\u001B[2Jb' }), unknown('the watch says nothing any more'));
  expect(lines).toEqual(['it saw: a [2Jb', 'now:    unknown: the watch says nothing any more']);
});

test.each([
  [['eu-west-1'], ', as seen from eu-west-1 alone: a cut link looks the same from there'],
  [['eu-west-1', 'eu-west-1'], ', as seen from eu-west-1 alone: a cut link looks the same from there'],
  [['eu-west-1', 'eu-south-1'], ''],
  [[], ''],
])('a loss that one region alone has seen is said to be one: %s', (vantages, words) => {
  const at = '2026-03-01T12:00:00.000000Z';
  const silence = { subject: 'regional-api', seen: 'ETIMEDOUT', shows: 'silence', at } as const;
  const evidence = vantages.map((vantage) => ({ ...silence, vantage }));
  const seen = (finding: 'region-lost' | 'service-lost') =>
    seenLines(peopleRequest(), known({ finding, evidence, by: 'watch' }))[1];
  const said = `so says the watch alone, at the time of its detection${words}`;
  expect(seen('region-lost')?.endsWith(said)).toBe(true);
  expect(seen('service-lost')).not.toContain('a cut link');
});
