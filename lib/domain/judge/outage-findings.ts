import { parseInstant } from '../instant.ts';
import { type Evidence, outageFinding } from '../ledger/outage-finding.ts';
import { expectedFinding } from '../plan/expected-finding.ts';
import type { OutcomeOf } from '../record/outcomes.ts';
import { detectedAt } from './detected-at.ts';
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
  const evidence = detection.evidence.map((look) => settled(look, facts));
  const finding = detection.finding === 'unknown' ? outageFinding(evidence) : detection.finding;
  const later = finding === detection.finding ? '' : ' once its samples were stored';
  return [
    `Detection found ${finding}${later}, ${MEANING[finding]} (${evidence.map(inWords).join('; ')}).`,
    ...mismatch(finding, facts),
  ];
}

/**
 * The stale writer's word may reach the detection too late to count. What it saw stands in its samples: those from the
 * detection to the undo.
 */
function settled(look: Evidence, facts: RunFacts): Evidence {
  const from = detectedAt(facts);
  const to = facts.enteredAt('ReturnRegion');
  if (look.subject !== 'stale-writer' || look.shows !== 'nothing' || from === null || to === null)
    return look;
  const during = facts.stale.filter(
    ({ database, sent }) =>
      look.vantage.endsWith(` ${database}`) && parseInstant(sent) >= from && parseInstant(sent) < to,
  );
  const acknowledged = during.filter(({ outcome }) => outcome === 'acknowledged').length;
  if (during.length === 0) return look;
  const seen = `${acknowledged} of ${during.length} rows acknowledged from the detection to the undo`;
  return { ...look, seen, shows: acknowledged > 0 ? 'life' : 'silence' };
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
