import * as z from 'zod';
import { instantText } from '../stored.ts';

/**
 * What one look at the primary region showed while heartbeats failed, or in place of a failure. life: something there
 * answered. silence: it was asked for long enough, and nothing did. nothing: what was seen allows no conclusion.
 */
export const Evidence = z.object({
  /** Where it was looked from: a region, or the stale writer inside the primary's. */
  vantage: z.string(),
  /** front-door, service: whether users are served. probe: the looks of a vantage that gave none. */
  subject: z.enum([
    'regional-api',
    'endpoint',
    'stale-writer',
    'replication',
    'front-door',
    'service',
    'probe',
  ]),
  seen: z.string(),
  shows: z.enum(['life', 'silence', 'nothing']),
  at: instantText,
});

export type Evidence = z.infer<typeof Evidence>;
export type OutageFinding = 'region-lost' | 'link-lost' | 'service-lost' | 'unknown';

/**
 * What is lost when the heartbeats fail, from what is known at that moment. A region that answers from outside has lost
 * a service; one that answers only inside has lost its link. It is lost itself only when every look met silence: looks
 * that are missing make it unknown.
 */
export function outageFinding(evidence: readonly Evidence[]): OutageFinding {
  const of = (...subjects: readonly Evidence['subject'][]) =>
    evidence.filter(({ subject }) => subjects.includes(subject)).map(({ shows }) => shows);
  const outside = of('regional-api', 'endpoint');
  if (outside.includes('life')) return 'service-lost';
  if (of('stale-writer').includes('life')) return 'link-lost';
  const asked = evidence.length > 0 && outside.length > 0;
  return asked && evidence.every(({ shows }) => shows === 'silence') ? 'region-lost' : 'unknown';
}

/**
 * What has to be said beside a loss that one region alone has seen from outside: nobody can tell it from a cut link
 * there. Empty where there is nothing to say.
 */
export function aloneWords(finding: string, evidence: readonly Evidence[]): string {
  const outside = evidence.filter(({ subject }) => subject === 'regional-api' || subject === 'endpoint');
  const [region, ...others] = new Set(outside.map(({ vantage }) => vantage));
  if (finding !== 'region-lost' || region === undefined || others.length > 0) return '';
  return `as seen from ${region} alone: a cut link looks the same from there`;
}

/** What is lost while heartbeats are still acknowledged: a region that lives and cannot be reached from here. */
export function quietFinding(evidence: readonly Evidence[]): 'link-lost' | 'nothing-seen' {
  return evidence.some(({ shows }) => shows === 'silence') ? 'link-lost' : 'nothing-seen';
}
