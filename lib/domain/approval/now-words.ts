import type { Fact } from '../brief/fact.ts';
import type { LossSeen } from '../brief/failover-brief.ts';
import { aloneWords, type OutageFinding } from '../ledger/outage-finding.ts';

const MEANING: Readonly<Record<OutageFinding | 'nothing-seen', string>> = {
  'region-lost': 'region-lost: nothing in the region answers',
  'link-lost': 'link-lost: the region lives and cannot be reached from here',
  'service-lost': 'service-lost: the region answers, and its clients are not served',
  unknown: 'unknown: heartbeats fail, and what is lost is not known',
  'nothing-seen': 'nothing-seen: heartbeats are acknowledged',
};

/** What is seen of a loss when somebody answers, in words. */
export function nowWords(seen: Fact<LossSeen>): string {
  if (!seen.known) return `not known: ${seen.why}`;
  const { finding, evidence } = seen.value;
  return [MEANING[finding], aloneWords(finding, evidence)].filter((words) => words !== '').join(', ');
}
