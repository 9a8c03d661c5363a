import type { FailoverBrief, LossSeen } from '../domain/brief/failover-brief.ts';
import { ageWords } from '../domain/brief/drill-proof.ts';
import type { Evidence } from '../domain/ledger/outage-finding.ts';
import { durationWords } from '../domain/judge/duration-words.ts';
import { type BriefLine, type BriefRow, namesIn, say } from './brief-row.ts';
import { instantWords } from './instant-words.ts';

const NAMES_ROOM = 42;

/** What is lost, as seen from here: the first half of the screen. */
export function seenRows(brief: FailoverBrief): readonly BriefRow[] {
  return [
    { label: 'LOST', lines: lostLines(brief), most: 6 },
    { label: 'HEALTH', lines: healthLines(brief), most: 6 },
    { label: 'HEARTBEAT', lines: heartbeatLines(brief), most: 3 },
    { label: 'AT RISK', lines: brief.databases.flatMap(riskLines), most: 6 },
  ];
}

const FINDINGS: Readonly<Record<LossSeen['finding'], string>> = {
  'region-lost': 'REGION LOST: nothing there answers',
  'link-lost': 'LINK LOST: the region lives, and cannot be reached from here',
  'service-lost': 'SERVICE LOST: the region answers, its clients are not served',
  unknown: 'UNKNOWN: what was seen allows no conclusion',
  'nothing-seen': 'Nothing is seen to be lost',
};

function lostLines({ loss, advice }: FailoverBrief): readonly BriefLine[] {
  const found = loss.known
    ? say(FINDINGS[loss.value.finding], loss.value.finding === 'nothing-seen' ? 'good' : 'bad')
    : say(`unknown: ${loss.why}`, 'warn');
  return [found, adviceLine(advice), ...(loss.known ? vantageLines(loss.value) : [])];
}

/** Who says so: a line a vantage point; every look with its words is in the JSON. */
function vantageLines({ evidence, by }: LossSeen): readonly BriefLine[] {
  const vantages = Map.groupBy(evidence, ({ vantage }) => vantage);
  return [
    ...[...vantages].map(([vantage, looks]) => {
      const of = (shows: Evidence['shows']) => looks.filter((look) => look.shows === shows).map(subjectOf);
      const parts = [
        ['silent', of('silence')],
        ['alive', of('life')],
        ['not known', of('nothing')],
      ] as const;
      const said = parts.filter(([, all]) => all.length > 0);
      return say(`seen by ${vantage}: ${said.map(([word, all]) => `${word}: ${subjects(all)}`).join('; ')}`);
    }),
    ...(by === 'watch' ? [say('so says the watch alone, at the time of its detection', 'warn')] : []),
  ];
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

function subjectOf({ subject }: Evidence): string {
  return SUBJECTS[subject];
}

/** Several of a kind, such as services, are counted. */
function subjects(all: readonly string[]): string {
  return [...Map.groupBy(all, (one) => one)]
    .map(([one, same]) => (same.length === 1 ? one : `${same.length} ${one}s`))
    .join(', ');
}

function adviceLine({ recommendation, reason }: FailoverBrief['advice']): BriefLine {
  return say(
    `${recommendation.toUpperCase()}: ${reason}`,
    recommendation === 'fail over' ? 'strong' : 'warn',
  );
}

function healthLines({ regions, services, activeSite, sites }: FailoverBrief): readonly BriefLine[] {
  const well = services.filter(({ served }) => served).map(({ name }) => name);
  const ill = Map.groupBy(
    services.filter(({ served }) => !served),
    ({ seen }) => seen,
  );
  const moved = activeSite.known && activeSite.value !== sites.primary.name;
  return [
    ...regions.map(({ role, region, answers, seen }) =>
      say(`${region} (${role}): ${seen}`, answers ? 'good' : 'bad'),
    ),
    ...[...ill].map(([seen, own]) =>
      say(`not served (${seen}): ${namesIn(own.map(nameOf), NAMES_ROOM)}`, 'bad'),
    ),
    ...(well.length > 0 ? [say(`served: ${namesIn(well, NAMES_ROOM)}`, 'good')] : []),
    ...(activeSite.known
      ? [say(`clients are sent to ${activeSite.value}`, moved ? 'bad' : 'plain')]
      : [say(`where clients are sent is unknown: ${activeSite.why}`, 'warn')]),
  ];
}

function nameOf({ name, required }: FailoverBrief['services'][number]): string {
  return required ? name : `${name} (not required)`;
}

function heartbeatLines({ databases, watch, plan }: FailoverBrief): readonly BriefLine[] {
  if (!watch.known)
    return [
      say(`unknown: ${watch.why}`, 'warn'),
      say(`a watch is started with \`npx muster watch start --plan ${plan.file}\``),
    ];
  const { run, whole } = watch.value;
  return [
    ...(whole === false
      ? [say(`not all series of ${run} run: a run would not be measured by it`, 'warn')]
      : []),
    ...databases.map(heartbeatLine),
  ];
}

function heartbeatLine({ id, heartbeat }: FailoverBrief['databases'][number]): BriefLine {
  if (!heartbeat.known) return say(`${id}: unknown: ${heartbeat.why}`, 'warn');
  const { at, secondsAgo, failing } = heartbeat.value;
  const last = `${id}: last acknowledged ${timeWords(at)}, ${ageWords(secondsAgo)} ago`;
  return failing ? say(`${last}, and failing ever since`, 'bad') : say(last, 'good');
}

/** Within the last day, or nearly: the date would be the same as in the title. */
function timeWords(instant: string): string {
  return instantWords(instant).slice(11, 23);
}

function riskLines({ id, risk, replica }: FailoverBrief['databases'][number]): readonly BriefLine[] {
  if (!risk.known) return [say(`${id}: unknown: ${risk.why}`, 'warn'), ...replicaLine(replica)];
  const { ifLostNow, lowSeconds, highSeconds, heartbeats, writes } = risk.value;
  const span = `${durationWords(lowSeconds)} to ${durationWords(highSeconds)} of writes`;
  const count = writes.known
    ? `about ${Math.round(writes.value.estimate)} (${writes.value.low} to ${writes.value.high})`
    : `how many is unknown: ${writes.why}`;
  const beats =
    heartbeats.low === heartbeats.high ? `${heartbeats.low}` : `${heartbeats.low} to ${heartbeats.high}`;
  const when = ifLostNow ? 'if it were lost now, ' : '';
  return [
    say(`${id}: ${when}${span}, ${count}; heartbeats: ${beats}`, heartbeats.high > 0 ? 'warn' : 'plain'),
    ...replicaLine(replica),
  ];
}

function replicaLine(replica: FailoverBrief['databases'][number]['replica']): readonly BriefLine[] {
  if (!replica.known) return [say(`its replica: unknown: ${replica.why}`, 'warn')];
  const { claimedLagSeconds, newestHeartbeatAt } = replica.value;
  const claim =
    claimedLagSeconds === null
      ? 'claims no lag (it is no replica)'
      : `claims ${durationWords(claimedLagSeconds)} of lag`;
  const newest =
    newestHeartbeatAt === null
      ? 'holds no heartbeat of a watch'
      : `holds heartbeats up to ${timeWords(newestHeartbeatAt)}`;
  return [say(`its replica ${claim}, ${newest}`)];
}
