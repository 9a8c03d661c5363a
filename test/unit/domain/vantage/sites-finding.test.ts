import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Evidence } from '../../../../lib/domain/ledger/outage-finding.ts';
import { recommend } from '../../../../lib/domain/vantage/recommend.ts';
import { sitesFinding, type VantagePoint } from '../../../../lib/domain/vantage/sites-finding.ts';

type Shows = Evidence['shows'];
type Subject = Evidence['subject'];

const POINTS: readonly VantagePoint[] = [
  { region: 'west', role: 'recovery' },
  { region: 'central', role: 'primary' },
  { region: 'north', role: 'witness' },
];
const SUBJECTS = ['regional-api', 'endpoint', 'replication', 'front-door', 'service', 'probe'] as const;

const look = (vantage: string, subject: Subject, shows: Shows): Evidence => ({
  vantage,
  subject,
  shows,
  seen: '',
  at: '2026-03-01T12:00:00.000000Z',
});

/** All looks of a region: of the region itself, and of its users. */
const from = (vantage: string, region: Shows, users: Shows): readonly Evidence[] => [
  look(vantage, 'regional-api', region),
  look(vantage, 'endpoint', region),
  look(vantage, 'front-door', users),
  look(vantage, 'service', users),
];

const UNANSWERED = [look('central', 'probe', 'nothing')];
const DARK = [...from('west', 'silence', 'silence'), ...from('north', 'silence', 'silence'), ...UNANSWERED];

function adviceOf(evidence: readonly Evidence[], points = POINTS) {
  const found = sitesFinding(evidence, points);
  return [found.finding, recommend({ ...found, primary: 'central' }).recommendation];
}

describe('what three regions see', () => {
  test.each<[string, readonly Evidence[], string, string]>([
    ['nothing but silence from both outside', DARK, 'region-lost', 'fail over'],
    [
      'the witness sees it, and users are served',
      [
        ...from('west', 'silence', 'life'),
        ...from('north', 'life', 'life'),
        ...from('central', 'life', 'life'),
      ],
      'link-lost',
      'do not fail over',
    ],
    [
      'no region sees it, and users are served',
      [...from('west', 'silence', 'life'), ...from('north', 'silence', 'life'), ...UNANSWERED],
      'link-lost',
      'do not fail over',
    ],
    [
      'the witness sees it, and no user is served',
      [...from('west', 'silence', 'silence'), ...from('north', 'life', 'silence'), ...UNANSWERED],
      'link-lost',
      'look closer',
    ],
    [
      'only its own probe sees it',
      [
        ...from('west', 'silence', 'silence'),
        ...from('north', 'silence', 'silence'),
        ...from('central', 'life', 'silence'),
      ],
      'link-lost',
      'look closer',
    ],
    [
      'it answers, and no user is served',
      [...from('west', 'life', 'silence'), ...from('north', 'life', 'silence'), ...UNANSWERED],
      'service-lost',
      'fail over',
    ],
    [
      'it answers, and one region says that users are served',
      [...from('west', 'life', 'silence'), ...from('north', 'life', 'life'), ...UNANSWERED],
      'service-lost',
      'look closer',
    ],
    [
      'it answers, and nobody confirms that no user is served',
      [...from('west', 'life', 'silence'), look('north', 'probe', 'nothing'), ...UNANSWERED],
      'service-lost',
      'look closer',
    ],
    [
      'the witness said nothing',
      [...from('west', 'silence', 'silence'), look('north', 'probe', 'nothing'), ...UNANSWERED],
      'unknown',
      'look closer',
    ],
    [
      'the recovering region said nothing',
      [
        look('west', 'probe', 'nothing'),
        ...from('north', 'life', 'life'),
        ...from('central', 'life', 'life'),
      ],
      'unknown',
      'do not fail over',
    ],
    [
      'all is well',
      [...from('west', 'life', 'life'), ...from('north', 'life', 'life'), ...from('central', 'life', 'life')],
      'nothing-seen',
      'do not fail over',
    ],
    [
      'all is well but the stream to the replica',
      [
        ...from('west', 'life', 'life'),
        look('west', 'replication', 'silence'),
        ...from('north', 'life', 'life'),
      ],
      'link-lost',
      'do not fail over',
    ],
    ['nobody looked', [], 'unknown', 'look closer'],
  ])('%s', (_, evidence, ...advice) => {
    expect(adviceOf(evidence)).toEqual(advice);
  });

  it('a plan without a witness never calls its region lost', () => {
    const two = POINTS.filter(({ role }) => role !== 'witness');
    expect(adviceOf(DARK, two)).toEqual(['unknown', 'look closer']);
  });
});

/** Every look that there may be, of each region at each thing, or none: the whole lattice. */
const lattice = fc
  .array(
    fc.record({
      vantage: fc.constantFrom(...POINTS.map(({ region }) => region)),
      subject: fc.constantFrom(...SUBJECTS),
      shows: fc.constantFrom<Shows>('life', 'silence', 'nothing'),
    }),
    { maxLength: 24 },
  )
  .map((looks) => looks.map(({ vantage, subject, shows }) => look(vantage, subject, shows)));

const isOutside = ({ vantage }: Evidence) => vantage !== 'central';
const isOfUsers = ({ subject }: Evidence) => subject === 'front-door' || subject === 'service';

/** Half of all: the looks that call a region lost, with some of them changed. */
const nearlyLost = fc
  .tuple(fc.array(fc.nat(DARK.length - 1)), fc.constantFrom<Shows>('life', 'silence', 'nothing'))
  .map(([changed, shows]) => DARK.map((one, index) => (changed.includes(index) ? { ...one, shows } : one)));

describe('over the whole lattice of looks', () => {
  it('a region is called lost only when two outside of it asked it and its users, and met nothing but silence', () => {
    let lost = 0;
    fc.assert(
      fc.property(fc.oneof(lattice, nearlyLost), (evidence) => {
        if (sitesFinding(evidence, POINTS).finding !== 'region-lost') return;
        lost += 1;
        expect(evidence.filter(({ shows }) => shows === 'life')).toEqual([]);
        for (const vantage of ['west', 'north']) {
          const own = evidence.filter((one) => one.vantage === vantage);
          expect(own.some(({ subject, shows }) => subject === 'regional-api' && shows === 'silence')).toBe(
            true,
          );
          expect(own.some((one) => isOfUsers(one) && one.shows === 'silence')).toBe(true);
        }
      }),
      { numRuns: 5_000 },
    );
    expect(lost).toBeGreaterThan(100);
  });

  it('a look that is missing never makes a region lost that was not, unless it had shown life or nothing', () => {
    for (const index of DARK.keys()) {
      const rest = DARK.filter((_, other) => other !== index);
      const { finding } = sitesFinding(rest, POINTS);
      expect(['region-lost', 'unknown']).toContain(finding);
    }
    for (const vantage of ['west', 'north']) {
      const without = DARK.filter((one) => one.vantage !== vantage);
      expect(sitesFinding(without, POINTS).finding).toBe('unknown');
    }
  });

  it('one look of life from outside never leaves a lost region, and as long as a user is served nobody fails over', () => {
    fc.assert(
      fc.property(
        fc.oneof(lattice, nearlyLost),
        fc.constantFrom('west', 'north'),
        fc.constantFrom(...SUBJECTS.filter((subject) => subject !== 'probe')),
        (evidence, vantage, subject) => {
          const found = sitesFinding([...evidence, look(vantage, subject, 'life')], POINTS);
          expect(found.finding).not.toBe('region-lost');
        },
      ),
      { numRuns: 3_000 },
    );
    fc.assert(
      fc.property(fc.oneof(lattice, nearlyLost), (evidence) => {
        const found = sitesFinding(evidence, POINTS);
        const { recommendation, reason } = recommend({ ...found, primary: 'central' });
        const served = evidence.some((one) => isOutside(one) && isOfUsers(one) && one.shows === 'life');
        if (served) expect(recommendation).not.toBe('fail over');
        if (served && found.finding === 'link-lost') expect(recommendation).toBe('do not fail over');
        expect(reason).toMatch(/west|north|central/);
      }),
      { numRuns: 5_000 },
    );
  });
});
