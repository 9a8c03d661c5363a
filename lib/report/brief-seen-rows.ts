import type { FailoverBrief } from '../domain/brief/failover-brief.ts';
import { adviceWords, findingWords, sayersWords } from '../domain/brief/loss-words.ts';
import { ageWords } from '../domain/brief/drill-proof.ts';
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

function lostLines({ loss, advice }: FailoverBrief): readonly BriefLine[] {
  const isKnown = loss.known;
  const isWell = isKnown && loss.value.finding === 'nothing-seen';
  const byWatch = isKnown && loss.value.by === 'watch';
  const sayers = sayersWords(loss);
  return [
    say(findingWords(loss), isWell ? 'good' : isKnown ? 'bad' : 'warn'),
    say(adviceWords(advice), advice.recommendation === 'fail over' ? 'strong' : 'warn'),
    ...sayers.map((words, index) => say(words, byWatch && index === sayers.length - 1 ? 'warn' : 'plain')),
  ];
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
