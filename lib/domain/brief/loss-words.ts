import { aloneWords, type Evidence } from '../ledger/outage-finding.ts';
import type { Advice } from './advice.ts';
import type { Fact } from './fact.ts';
import type { LossSeen } from './loss-seen.ts';

const FINDINGS: Readonly<Record<LossSeen['finding'], string>> = {
  'region-lost': 'REGION LOST: nothing there answers',
  'link-lost': 'LINK LOST: the region lives, and cannot be reached from here',
  'service-lost': 'SERVICE LOST: the region answers, its clients are not served',
  unknown: 'UNKNOWN: what was seen allows no conclusion',
  'nothing-seen': 'Nothing is seen to be lost',
};

/** What whoever starts a real failover reads of the loss, a line each; whoever approves it is shown the same ones. */
export function lossWords({
  loss,
  advice,
}: {
  readonly loss: Fact<LossSeen>;
  readonly advice: Advice;
}): readonly string[] {
  return [findingWords(loss), adviceWords(advice), ...sayersWords(loss)];
}

export function findingWords(loss: Fact<LossSeen>): string {
  return loss.known ? FINDINGS[loss.value.finding] : `unknown: ${loss.why}`;
}

export function adviceWords({ recommendation, reason }: Advice): string {
  return `${recommendation.toUpperCase()}: ${reason}`;
}

/** Who says so, and who did not answer: a line a vantage point; every look with its words is in the JSON. */
export function sayersWords(loss: Fact<LossSeen>): readonly string[] {
  if (!loss.known) return [];
  const vantages = Map.groupBy(loss.value.evidence, ({ vantage }) => vantage);
  return [
    ...[...vantages].map(([vantage, looks]) => `seen by ${vantage}: ${looksWords(looks)}`),
    ...(loss.value.by === 'watch' ? [watchAlone(loss.value)] : []),
  ];
}

function watchAlone({ finding, evidence }: LossSeen): string {
  if (finding === 'nothing-seen') return 'so says the watch alone';
  const alone = aloneWords(finding, evidence);
  return `so says the watch alone, at the time of its detection${alone === '' ? '' : `, ${alone}`}`;
}

function looksWords(looks: readonly Evidence[]): string {
  const of = (shows: Evidence['shows']) => looks.filter((look) => look.shows === shows);
  const parts = [
    ['silent', of('silence')],
    ['alive', of('life')],
    ['not known', of('nothing')],
  ] as const;
  return parts
    .filter(([, own]) => own.length > 0)
    .map(([word, own]) => `${word}: ${subjects(own.map(({ subject }) => SUBJECTS[subject]))}`)
    .join('; ');
}

const SUBJECTS: Readonly<Record<Evidence['subject'], string>> = {
  'regional-api': 'API',
  endpoint: 'database',
  'stale-writer': 'writer inside',
  replication: 'replication',
  'front-door': 'front door',
  service: 'service',
  probe: 'its probe',
};

/** Several of a kind, such as services, are counted. */
function subjects(all: readonly string[]): string {
  return [...Map.groupBy(all, (one) => one)]
    .map(([one, same]) => (same.length === 1 ? one : `${same.length} ${one}s`))
    .join(', ');
}
