import type { Evidence } from '../ledger/outage-finding.ts';
import { expectedFinding } from '../plan/expected-finding.ts';
import type { OutcomeOf } from '../record/outcomes.ts';
import type { RunFacts } from './run-facts.ts';

const MEANING: Readonly<Record<OutcomeOf<'AwaitDetection'>['finding'], string>> = {
  'region-lost': 'the region is lost: nothing in it answers',
  'link-lost': 'the link is lost: the region lives and cannot be reached from here',
  'service-lost': 'the service is lost: the region answers, and the database does not serve its clients',
  unknown: 'what is lost is not known: what was seen is missing something, or contradicts itself',
  'nothing-seen': 'nothing was seen',
  'primary-unreachable': 'the primary is unreachable',
};

/** What the detection found, with what it rests on; and where the drill did something else than what was found. */
export function outageFindings(facts: RunFacts): readonly string[] {
  const detection = facts.outcome('PollDetection') ?? facts.outcome('AwaitDetection');
  // Runs from before outages were told apart have no evidence, and no more to say.
  if (!detection || detection.evidence.length === 0) return [];
  const { finding, evidence } = detection;
  return [
    `Detection found ${finding}, ${MEANING[finding]} (${evidence.map(inWords).join('; ')}).`,
    ...mismatch(finding, facts),
  ];
}

function inWords({ vantage, subject, seen }: Evidence): string {
  return `${subject} from ${vantage}: ${seen}`;
}

function mismatch(finding: string, facts: RunFacts): readonly string[] {
  const injected = facts.outcome('InjectDisruption');
  if (!injected || injected.adapter === 'none') return [];
  const expected = expectedFinding(injected.fault);
  if (expected === null || expected === finding) return [];
  return [`The disruption was ${injected.fault}, which is ${expected}; detection found ${finding}.`];
}
