import type { HeartbeatInput, SegmentEvent } from '../domain/run/heartbeat-input.ts';
import type { Clock } from '../ports/clock.ts';
import type { DatabaseReader } from '../ports/database-reader.ts';
import type { HeartbeatConnections } from '../ports/heartbeat-connections.ts';
import type { Locks } from '../ports/locks.ts';
import type { ServiceProbe } from '../ports/service-probe.ts';
import type { Workflows } from '../ports/workflows.ts';
import { ControlWatch } from './control-watch.ts';
import { HealthProber } from './health-prober.ts';
import type { OutageWitnessPorts } from './outage-witness.ts';
import { PrimaryReader } from './primary-reader.ts';
import { RowWriter } from './row-writer.ts';
import { makeSegmentDetection, type SegmentDetection } from './segment-detection.ts';
import { SegmentPulse } from './segment-pulse.ts';
import { reportSegment } from './segment-report.ts';
import { makeSeriesSink, type SeriesSink } from './series-sink.ts';
import { watchStopConditions } from './stop-watch.ts';
import { SeriesStatus } from './series-status.ts';

/** A segment goes on for so long after it has asked for the next one, so that the series has no gap. */
const OVERLAP_MS = 2_000;
const LAST_TRIES = 5;
const LAST_TRY_EVERY_MS = 500;
/** Health checks cost a request to each service: at most 20 rounds, and at most 100 requests, a second. */
const HEALTH_ROUND_MS = 50;
const HEALTH_REQUEST_MS = 10;
const READING_MS = 250;

export interface SegmentPorts extends OutageWitnessPorts {
  readonly workflows: Workflows;
  readonly connections: HeartbeatConnections;
  readonly reader: DatabaseReader;
  readonly probe: ServiceProbe;
  readonly locks: Pick<Locks, 'abort'>;
}

interface Sampler {
  readonly intervalMs: number;
  tick(): void;
  close(): Promise<void>;
}

/**
 * One Lambda segment of a series: samples at the plan's interval until it is told to stop or its time is up, then
 * hands over to the next segment. Its task token is answered with {more}: true asks for the next segment (this one
 * overlaps it by two seconds), false says that all samples are stored. One that nobody waits for any more stores what
 * it has and ends.
 */
export async function runSegment(ports: SegmentPorts, event: SegmentEvent): Promise<void> {
  const { input, segment } = event;
  const sink = makeSeriesSink(ports.objects, {
    run: input.run,
    role: input.role,
    source: input.source,
    segment,
  });
  const status = new SeriesStatus(input.detect);
  const watch = new ControlWatch(ports.objects, ports.clock, input.run);
  const detection = makeSegmentDetection(ports, event.input, { status, watch });
  const sampler = makeSampler(ports, event, { sink, status, detection });
  const handover = makeHandover(ports, event);
  const pulse = new SegmentPulse(ports, event.taskToken);
  let over = false;

  const control = watch.run({
    done: () => over,
    // Only the writer that has detected and knows of nobody to tell is in a hurry: reading costs the recovery site.
    eager: () => input.role === 'ledger' && status.detectedAt !== null && !watch.current.detection,
    onRead: () => detection.answer(),
  });
  const stops =
    input.role === 'health' && input.stop
      ? watchStopConditions(ports, { run: input.run, stop: input.stop }, () => over)
      : undefined;
  const reporting = reportSegment(ports, event, { sink, status, detection, over: () => over });
  const beating = pulse.run(() => handover.isAnswering());
  await sample(ports.clock, sampler, () => watch.current.stop || pulse.abandoned || handover.isOver());
  over = true;
  await Promise.all([sampler.close(), control, reporting, stops]).finally(() => detection.close());
  await sink.close();
  if (!pulse.abandoned) await handover.finish(watch.current.stop);
  await beating;
}

/** Ticks at the interval until `done`; a tick that is late is not made up for. */
async function sample(clock: Clock, sampler: Sampler, done: () => boolean): Promise<void> {
  const intervalMicros = sampler.intervalMs * 1000;
  let due = clock.now();
  while (!done()) {
    sampler.tick();
    const now = clock.now();
    due = Math.max(due + intervalMicros, now - intervalMicros);
    await clock.sleep(Math.max(0, (due - now) / 1000));
  }
}

interface Outlet {
  readonly sink: SeriesSink;
  readonly status: SeriesStatus;
  readonly detection: SegmentDetection;
}

function makeSampler(ports: SegmentPorts, { input, segment }: SegmentEvent, outlet: Outlet): Sampler {
  const { sink, status, detection } = outlet;
  if (input.role === 'reader') return makeReader(ports, { input, segment }, outlet);
  const intervalMs = input.heartbeat.intervalSeconds * 1000;
  if (input.role === 'health') {
    const prober = new HealthProber(ports, input.services, (taken, at) => {
      sink.write(taken);
      status.observe(taken.service, { at, good: taken.healthy });
    });
    return {
      intervalMs: Math.max(intervalMs, HEALTH_ROUND_MS, input.services.length * HEALTH_REQUEST_MS),
      tick: () => prober.tick(),
      close: () => prober.close(),
    };
  }
  const attemptTimeoutMs = input.heartbeat.attemptTimeoutSeconds * 1000;
  const writer = new RowWriter(ports, {
    run: (input.role === 'stale' ? input.rowsOf : undefined) ?? input.run,
    writer: input.role === 'ledger' ? 'heartbeat' : 'stale',
    database: input.source,
    segment,
    target: input.target,
    intervalMs,
    attemptTimeoutMs,
    // When the old primary is back need not be known to the interval, and each opening costs the machine.
    openingPauseMs: input.role === 'stale' ? attemptTimeoutMs : 0,
    emit: (attempt, at) => {
      sink.write(attempt);
      detection.observe(attempt, at);
    },
  });
  return { intervalMs, tick: () => writer.tick(), close: () => writer.close() };
}

function makeReader(
  ports: SegmentPorts,
  { input, segment }: { input: Extract<HeartbeatInput, { role: 'reader' }>; segment: number },
  { sink, status }: Outlet,
): Sampler {
  const reader = new PrimaryReader(ports, {
    database: input.source,
    segment,
    target: input.target,
    table: input.ledger,
    emit: (line) => sink.write(line),
    onReading: (at, good) => status.observe(input.source, { at, good }),
  });
  return { intervalMs: READING_MS, tick: () => reader.tick(), close: () => reader.close() };
}

function makeHandover({ clock, workflows }: SegmentPorts, { input, taskToken }: SegmentEvent) {
  const handoverAt = clock.now() + input.heartbeat.segmentSeconds * 1e6;
  let asked: Promise<unknown> | null = null;
  let atLast = false;
  const ask = () =>
    workflows.completeTask(taskToken, { more: true }).catch(() => {
      asked = null;
    });
  return {
    /** Asks for the next segment when it is time, and again for as long as nobody takes the question. */
    isOver(): boolean {
      const now = clock.now();
      if (now >= handoverAt) asked ??= ask();
      return now >= handoverAt + OVERLAP_MS * 1000;
    },
    isAnswering: () => asked !== null || atLast,
    async finish(stop: boolean): Promise<void> {
      await asked;
      atLast = true;
      if (!asked) await answerAtLast({ clock, workflows }, taskToken, !stop);
    },
  };
}

/** Without this answer the series would only end by its time-out, and be found running by the clean-up. */
async function answerAtLast(
  { clock, workflows }: Pick<SegmentPorts, 'clock' | 'workflows'>,
  taskToken: string,
  more: boolean,
): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await workflows.completeTask(taskToken, { more });
      return;
    } catch (error) {
      if (tries === LAST_TRIES) throw error;
      await clock.sleep(LAST_TRY_EVERY_MS);
    }
  }
}
