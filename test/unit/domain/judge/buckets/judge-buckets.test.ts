import { describe, expect, it } from 'vitest';
import { judgeBuckets, settingsFindings } from '../../../../../lib/domain/judge/buckets/judge-buckets.ts';
import type { InspectedPair } from '../../../../../lib/domain/record/bucket-outcomes.ts';
import { bucketFacts } from '../../../../fakes/bucket-facts.ts';
import { PAIR, RULE } from '../../../../fakes/fake-buckets.ts';
import { inspected } from '../../../../fakes/inspected.ts';

const facts = (pair: InspectedPair) => bucketFacts({ InspectBuckets: { buckets: [pair] } });
const judged = (pair: InspectedPair) => judgeBuckets([PAIR], facts(pair))[0];
const rules = (...some: readonly object[]) => ({
  primary: {
    settings: { versioning: 'enabled' as const, rules: some.map((more) => ({ ...RULE, ...more })) },
  },
});
const versioning = (state: 'suspended' | 'off') => ({ settings: { versioning: state, rules: [RULE] } });

describe('the settings of a pair of buckets', () => {
  it('are met when both keep versions and a rule in force leads to the replica', () => {
    expect(judged(inspected())).toEqual({
      bucket: 'documents',
      verdict: 'met',
      reason:
        'documents: documents-north keeps versions; documents: documents-west keeps versions; documents: objects are replicated to documents-west',
    });
    expect(judged(inspected(rules({ enabled: false }, { id: 'second' })))?.verdict).toBe('met');
  });

  it.each([
    [
      'missed',
      'documents: versioning of documents-north is suspended, without which nothing is replicated',
      inspected({ primary: versioning('suspended') }),
    ],
    [
      'missed',
      'documents: versioning of documents-west was never enabled, without which nothing is replicated',
      inspected({ replica: versioning('off') }),
    ],
    ['missed', 'documents: no replication rule leads to documents-west', inspected(rules())],
    [
      'missed',
      'documents: no replication rule leads to documents-west',
      inspected(rules({ destination: 'elsewhere' })),
    ],
    [
      'missed',
      'documents: every replication rule that leads to documents-west is disabled',
      inspected(rules({ enabled: false })),
    ],
    [
      'missed',
      'documents: there is no bucket documents-west',
      inspected({ replica: { exists: false, settings: null, problem: 'no such bucket' } }),
    ],
    [
      'inconclusive',
      'documents: the settings of documents-north could not be read: AccessDenied: no',
      inspected({ primary: { settings: null, problem: 'AccessDenied: no' } }),
    ],
  ])('are %s: %s', (verdict, reason, pair) => {
    expect(judged(pair)).toEqual({ bucket: 'documents', verdict, reason });
  });

  it('are inconclusive where nobody looked', () => {
    expect(judgeBuckets([PAIR], bucketFacts({}))).toEqual([
      { bucket: 'documents', verdict: 'inconclusive', reason: 'documents was not looked at' },
    ]);
  });

  it('come with what they leave out', () => {
    const findings = (pair: InspectedPair) => settingsFindings([PAIR], facts(pair));
    expect(findings(inspected())).toEqual([]);
    expect(
      findings(inspected(rules({ prefix: 'a/' }, { byTags: true, copiesDeleteMarkers: false }))),
    ).toEqual([
      'documents: only keys that begin with "a/", "" with certain tags are replicated; nothing else is.',
    ]);
    expect(findings(inspected(rules({ copiesDeleteMarkers: false })))).toEqual([
      'documents: the replica keeps what is deleted at the primary. After a failover it is to be read again.',
    ]);
  });
});

describe('pairs of buckets', () => {
  const bets = { ...PAIR, id: 'bets' };

  it('are each judged by their own settings', () => {
    expect(judgeBuckets([bets, PAIR], facts(inspected()))).toMatchObject([
      { bucket: 'bets', verdict: 'inconclusive', reason: 'bets was not looked at' },
      { bucket: 'documents', verdict: 'met' },
    ]);
  });

  it('that are not in the plan leave no finding, and neither does what nobody looked at', () => {
    const partial = inspected(rules({ prefix: 'a/' }));
    expect(settingsFindings([bets], facts(partial))).toEqual([]);
    expect(settingsFindings([bets, PAIR], facts(partial))).toHaveLength(1);
    expect(settingsFindings([PAIR], bucketFacts({}))).toEqual([]);
  });

  it('say nothing of their coverage without a rule in force that leads to the replica', () => {
    const findings = (...some: readonly object[]) =>
      settingsFindings([PAIR], facts(inspected(rules(...some))));
    expect(findings()).toEqual([]);
    expect(findings({ prefix: 'a/', enabled: false })).toEqual([]);
    expect(findings({ prefix: 'a/', destination: 'elsewhere' })).toEqual([]);
    const unread = inspected({ primary: { settings: null, problem: 'AccessDenied' } });
    expect(settingsFindings([PAIR], facts(unread))).toEqual([]);
  });

  it('are covered by their rules in force alone', () => {
    const all = { prefix: '' };
    const part = { prefix: 'a/' };
    const only = ['documents: only keys that begin with "a/" are replicated; nothing else is.'];
    const findings = (...some: readonly object[]) =>
      settingsFindings([PAIR], facts(inspected(rules(...some))));
    expect(findings({ ...all, enabled: false }, part)).toEqual(only);
    expect(findings({ ...all, destination: 'elsewhere' }, part)).toEqual(only);
    expect(findings(all, part)).toEqual([]);
  });
});
