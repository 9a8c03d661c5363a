import { expect, test } from 'vitest';
import { known, unknown } from '../../../lib/domain/brief/fact.ts';
import { seenLines } from '../../../lib/report/seen-lines.ts';
import { peopleRequest } from '../../fakes/people-request.ts';

test.each([
  ['region-lost', 'region-lost: nothing in the region answers'],
  ['link-lost', 'link-lost: the region lives and cannot be reached from here'],
  ['service-lost', 'service-lost: the region answers, and its clients are not served'],
  ['unknown', 'unknown: heartbeats fail, and what is lost is not known'],
  ['nothing-seen', 'nothing-seen: heartbeats are acknowledged'],
] as const)('what is seen now stands beside what was seen: %s', (finding, words) => {
  expect(seenLines(peopleRequest(), known({ finding, evidence: [], by: 'watch' }))).toEqual([
    'it saw: region-lost, since 2026-03-01T11:59:40.000000Z',
    `now:    ${words}`,
  ]);
});

test('what is not known says why, and steers no terminal', () => {
  const lines = seenLines(peopleRequest({ saw: 'a\u001B[2Jb' }), unknown('the watch says nothing any more'));
  expect(lines).toEqual(['it saw: a [2Jb', 'now:    not known: the watch says nothing any more']);
});

test.each([
  [['eu-west-1'], ', as seen from eu-west-1 alone: a cut link looks the same from there'],
  [['eu-west-1', 'eu-west-1'], ', as seen from eu-west-1 alone: a cut link looks the same from there'],
  [['eu-west-1', 'eu-south-1'], ''],
  [[], ''],
])('a loss that one region alone has seen is said to be one: %s', (vantages, words) => {
  const at = '2026-03-01T12:00:00.000000Z';
  const look = { subject: 'regional-api', seen: 'ETIMEDOUT', shows: 'silence', at } as const;
  const evidence = vantages.map((vantage) => ({ ...look, vantage }));
  const seen = (finding: 'region-lost' | 'service-lost') =>
    seenLines(peopleRequest(), known({ finding, evidence, by: 'watch' }))[1];
  expect(seen('region-lost')).toBe(`now:    region-lost: nothing in the region answers${words}`);
  expect(seen('service-lost')).toBe(
    'now:    service-lost: the region answers, and its clients are not served',
  );
});
