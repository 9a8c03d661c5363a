import { known, unknown, type Fact } from '../domain/brief/fact.ts';
import { type LastHeartbeat, lastHeartbeat, type WatchedDatabase } from '../domain/brief/database-risk.ts';
import type { FailoverBrief } from '../domain/brief/failover-brief.ts';
import { type Instant, parseInstant } from '../domain/instant.ts';
import { readLines } from '../domain/judge/read-lines.ts';
import { Attempt } from '../domain/ledger/attempt.ts';
import { ObservedLine } from '../domain/ledger/observed-line.ts';
import { attemptsOn } from '../domain/measurement/timed-attempt.ts';
import { HeartbeatStatus } from '../domain/run/heartbeat-input.ts';
import { runKeys, type SeriesRole } from '../domain/run/run-keys.ts';
import type { StandingWatch } from '../domain/run/standing-watch.ts';
import type { Objects } from '../ports/objects.ts';
import { partsUpTo, type SampledSeries } from './newest-parts.ts';

/** Two hours of segments of ten minutes: an outage that began earlier is no event of tonight. */
const MOST_SEGMENTS_BACK = 12;
const ACKNOWLEDGED = '"outcome":"acknowledged"';

/** What the screen says of the watch itself. */
export function watchFact(
  { run, startedAt, heartbeat, plan }: StandingWatch,
  { sha256, whole }: { readonly sha256: string; readonly whole: boolean | null },
): Extract<FailoverBrief['watch'], { known: true }>['value'] {
  return {
    run,
    startedAt,
    intervalSeconds: heartbeat.intervalSeconds,
    samePlan: plan.sha256 === sha256,
    whole,
  };
}

/** What a series of the watch says of itself; null where it has not said anything yet. */
export async function statusOf(
  objects: Objects,
  run: string,
  { role, source }: { readonly role: SeriesRole; readonly source: string },
): Promise<HeartbeatStatus | null> {
  const stored = await objects.get(runKeys.status(run, role, source));
  return stored && HeartbeatStatus.parse(JSON.parse(stored.text));
}

interface WatchedSource {
  readonly id: string;
  readonly now: () => Instant;
}

/** The last heartbeat as the watch's status has it: known sooner than its samples are read. */
export async function heartbeatOf(
  objects: Objects,
  { run }: StandingWatch,
  { id, now }: WatchedSource,
): Promise<Fact<LastHeartbeat>> {
  const status = await statusOf(objects, run, { role: 'ledger', source: id });
  if (!status) return unknown(`the watch has written nothing on ${id} yet`);
  return lastHeartbeat({ now: now(), status: statusTimes(status), attempts: [] });
}

/** The newest samples of a watch on one database: those around its last acknowledged heartbeat. */
export async function watchedDatabase(
  objects: Objects,
  { run, heartbeat }: StandingWatch,
  { id, now }: WatchedSource,
): Promise<Fact<WatchedDatabase>> {
  const status = await statusOf(objects, run, { role: 'ledger', source: id });
  if (!status) return unknown(`the watch has written nothing on ${id} yet`);
  const series = { run, source: id, segment: status.segment };
  const attempts = await newestAttempts(objects, series);
  const last = attempts.findLast(({ outcome }) => outcome === 'acknowledged')?.answered ?? now();
  const back = 1 + Math.ceil((now() - last) / (heartbeat.segmentSeconds * 1e6));
  const until = (lines: readonly string[]) => sentIn(lines[0] ?? '') <= last;
  const [stale, observed] = await Promise.all([
    partsUpTo(objects, { ...series, role: 'stale', back }, until),
    partsUpTo(objects, { ...series, role: 'reader', back }, until),
  ]);
  return known({
    id,
    now: now(),
    intervalSeconds: heartbeat.intervalSeconds,
    status: statusTimes(status),
    attempts,
    stale: attemptsOn(id, parsed(stale, Attempt)),
    statistics: parsed(observed, ObservedLine).flatMap((line) => (line.line === 'statistics' ? line : [])),
  });
}

/** Most often it is a matter of seconds: only when nothing was good for a segment is it looked for further back. */
async function newestAttempts(
  objects: Objects,
  series: Omit<SampledSeries, 'role' | 'back'>,
): Promise<WatchedDatabase['attempts']> {
  const upTo = (back: number) => partsUpTo(objects, { ...series, role: 'ledger', back }, holdsGood);
  const recent = await upTo(1);
  const lines = recent.length > 0 ? recent : await upTo(MOST_SEGMENTS_BACK);
  return attemptsOn(series.source, parsed(lines, Attempt));
}

function holdsGood(lines: readonly string[]): boolean {
  return lines.some((line) => line.includes(ACKNOWLEDGED));
}

function statusTimes({ at, lastGoodAt, failing }: HeartbeatStatus): WatchedDatabase['status'] {
  return { at: parseInstant(at), lastGoodAt: lastGoodAt === null ? null : parseInstant(lastGoodAt), failing };
}

/** Lines that cannot be read are left out: they are the judge's business, and a screen is no verdict. */
function parsed<T>(
  lines: readonly string[],
  schema: Parameters<typeof readLines<T>>[0]['schema'],
): readonly T[] {
  return readLines({ name: 'samples', text: lines.map((line) => `${line}\n`).join(''), schema }).lines;
}

function sentIn(line: string): Instant {
  const sent = /"sent":"([^"]+)"/.exec(line)?.[1];
  return sent === undefined ? 0 : parseInstant(sent);
}
