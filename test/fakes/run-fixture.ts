import { formatInstant, type Instant, parseInstant } from '../../lib/domain/instant.ts';
import { Attempt } from '../../lib/domain/ledger/attempt.ts';
import { observe, UNDETECTED } from '../../lib/domain/ledger/detection-rule.ts';
import type { HealthSample } from '../../lib/domain/ledger/health-sample.ts';
import { RecoveredLine } from '../../lib/domain/ledger/recovered-row.ts';
import type { RunFileName } from '../../lib/domain/run/run-files.ts';
import type { RawFileName } from '../../lib/domain/run/sealed-files.ts';
import { FailoverInput } from '../../lib/domain/run/failover-input.ts';
import { recordOf, type RunTimeline, sealed } from './run-fixture-record.ts';
import { type App, APP_TABLE, lostRows, observedLines, recoveredTable } from './run-fixture-observed.ts';
import {
  CALM,
  type DatabaseWorld,
  seeded,
  type SimulatedAttempt,
  simulateLedger,
  simulateStale,
  survives,
  type Weather,
} from './run-fixture-world.ts';
import { sha256 } from './sha256.ts';

export interface RunFixtureOptions {
  readonly seed?: number;
  readonly intervalMs?: number;
  readonly attemptTimeoutMs?: number;
  readonly variant?: 'silent' | 'refused';
  /** From the first heartbeat to the kill, and from the detection to the first connection that gets through. */
  readonly beforeMs?: number;
  readonly recoveryMs?: number;
  readonly holdSeconds?: number;
  readonly plannedHoldSeconds?: number;
  readonly rtoSeconds?: number;
  readonly rpoSeconds?: number;
  /** Replication delay by database. */
  readonly databases?: Readonly<Record<string, number>>;
  readonly maxSkewSeconds?: number;
  /** How long after the first write the services answer again; before it when negative. */
  readonly serviceLagMs?: number;
  readonly serviceRtoSeconds?: number;
  /** What the required service may lose; the plan's objective when null. */
  readonly serviceRpoSeconds?: number | null;
  readonly fenced?: boolean;
  readonly inject?: boolean;
  readonly outage?: boolean;
  /** The application: how often it writes a row, and whether the plan names the table. */
  readonly app?: App;
  readonly weather?: Weather;
}

/** What the world knew. rpoMicros: from the last change that crossed to the kill. */
export interface DatabaseTruth {
  readonly id: string;
  readonly killedAt: Instant;
  readonly firstWriteAt: Instant;
  readonly lost: readonly string[];
  readonly oldestLostSentAt: Instant | null;
  readonly rpoMicros: number;
  readonly inDoubtSurvived: readonly string[];
  /** Rows of the application that were committed and did not cross. */
  readonly rowsLost: readonly string[];
}

export interface RunFixture {
  readonly texts: Readonly<Record<Exclude<RunFileName, RawFileName | 'rpo-series.ndjson'>, string>>;
  readonly input: FailoverInput;
  readonly truth: {
    readonly killedAt: Instant;
    readonly recoveredAt: Instant;
    readonly databases: readonly DatabaseTruth[];
  };
  readonly timeline: RunTimeline;
}

const START = parseInstant('2026-11-02T08:00:00.000000Z');
const MS = 1_000;
const PLAN = 'schemaVersion: 1\nname: payments\nobjectives:\n  rto: PT1H\n  rpo: PT1H\n';

/** A run directory with a known truth, as the drill would have left it. The same options give the same bytes. */
export function buildRunFixture(options: RunFixtureOptions = {}): RunFixture {
  const settings = { ...DEFAULTS, ...options };
  const input = inputOf(settings);
  const timeline = timelineOf(settings, input);
  const worlds = worldsOf(settings, input, timeline);
  const simulated = worlds.map((world) => {
    const ledger = simulateLedger({ ...world, random: seeded(settings.seed) });
    return { world, ledger, stale: simulateStale(world, settings.fenced) };
  });
  const firstWriteAt = Math.max(...simulated.map(({ world, ledger }) => firstWriteOf(world, ledger)));
  const serviceUpAt = firstWriteAt + settings.serviceLagMs * MS;
  const health = healthOf(settings, timeline, serviceUpAt);
  const raw = {
    'ledger.ndjson': linesOf(
      simulated.flatMap(({ world, ledger }) => ledger.map((a) => attemptLine(world, a))),
    ),
    'stale.ndjson': linesOf(simulated.flatMap(({ world, stale }) => stale.map((a) => attemptLine(world, a)))),
    'health.ndjson': linesOf(health),
    'recovered.ndjson': linesOf(
      simulated.flatMap(({ world, ledger }) => [
        ...recoveredLines(world, ledger, timeline),
        ...(timeline.detectedAt === null ? [] : recoveredTable(world, settings.app)),
      ]),
    ),
    'observed.ndjson': linesOf(
      simulated.flatMap(({ world, ledger, stale }) =>
        observedLines({ world, ledger, stale, app: settings.app }),
      ),
    ),
    'plan.yaml': PLAN,
  };
  const record = recordOf({ input, timeline, serviceUpAt, fenced: settings.fenced, inject: settings.inject });
  return {
    texts: { ...raw, 'record.ndjson': sealed(record, raw) },
    input,
    timeline,
    truth: {
      killedAt: timeline.killedAt,
      recoveredAt: Math.max(firstWriteAt, serviceUpAt),
      databases: simulated.map(({ world, ledger }) => ({
        ...truthOf(world, ledger),
        rowsLost: lostRows(world, settings.app),
      })),
    },
  };
}

const DEFAULTS: Required<RunFixtureOptions> = {
  seed: 1,
  intervalMs: 20,
  attemptTimeoutMs: 100,
  variant: 'silent',
  beforeMs: 1_500,
  recoveryMs: 180,
  holdSeconds: 2,
  plannedHoldSeconds: 2,
  rtoSeconds: 3_600,
  rpoSeconds: 3_600,
  databases: { orders: 0 },
  maxSkewSeconds: 1,
  serviceLagMs: 60,
  serviceRtoSeconds: 3_600,
  serviceRpoSeconds: null,
  fenced: true,
  inject: true,
  outage: true,
  app: { everyMs: 20, named: false },
  weather: CALM,
};

type Settings = Required<RunFixtureOptions>;

function inputOf(settings: Settings): FailoverInput {
  const ids = Object.keys(settings.databases);
  return FailoverInput.parse({
    schemaVersion: 1,
    run: 'failover-20261102-080000',
    kind: 'failover',
    target: 'sandbox',
    scope: 'rehearsal',
    plan: { name: 'payments', sha256: sha256(PLAN) },
    sites: {
      primary: { name: 'frankfurt', region: 'eu-central-1', bucket: 'muster-eu-central-1' },
      recovery: { name: 'dublin', region: 'eu-west-1', bucket: 'muster-eu-west-1' },
    },
    objectives: { rtoSeconds: settings.rtoSeconds, rpoSeconds: settings.rpoSeconds },
    databases: ids.map((id) => ({
      id,
      database: id,
      primary: { region: 'eu-central-1', instance: `${id}-a` },
      replica: { region: 'eu-west-1', instance: `${id}-b` },
      frontDoor: { host: '127.0.0.1', port: 5432 },
      operatorSecret: `${id}/operator`,
      heartbeatSecret: `${id}/heartbeat`,
      fencedRoles: ['app', 'muster_heartbeat'],
      ledger: settings.app.named ? APP_TABLE : null,
    })),
    services: [serviceOf('checkout', 0, settings), serviceOf('reports', 1, settings)],
    consistencyGroups:
      ids.length > 1 ? [{ name: 'money', databases: ids, maxSkewSeconds: settings.maxSkewSeconds }] : [],
    backgroundJobs: [{ name: 'settlement' }],
    switchKey: 'traffic/payments.json',
    jobsKey: 'jobs/payments.json',
    heartbeat: {
      intervalSeconds: settings.intervalMs / 1e3,
      attemptTimeoutSeconds: settings.attemptTimeoutMs / 1e3,
      goodToRecover: 3,
      segmentSeconds: 600,
      stateMachineArn: 'arn:aws:states:eu-west-1:000000000000:stateMachine:heartbeat',
    },
    detect: { failures: 3, withinSeconds: Math.max(1, settings.intervalMs / 250), timeoutSeconds: 30 },
    disruption: settings.inject
      ? { adapter: 'fis', fault: 'region-loss' }
      : { adapter: 'none', fault: 'none' },
    fenceDeadlineSeconds: 2,
    holdSeconds: settings.plannedHoldSeconds,
    criticalHandlers: ['promote-replica'],
    simulations: [
      { name: 'promotion after the API call', here: '0 s', aws: 'minutes; RDS reboots the instance' },
      { name: 'health check of the switch', here: '10 ms', aws: 'interval × threshold + TTL' },
    ],
  });
}

function serviceOf(name: string, wave: number, settings: Settings) {
  return {
    name,
    wave,
    required: wave === 0,
    rtoSeconds: settings.serviceRtoSeconds,
    rpoSeconds: (wave === 0 ? settings.serviceRpoSeconds : null) ?? settings.rpoSeconds,
    dependsOn: wave === 0 ? [] : ['checkout'],
    stores: Object.keys(settings.databases),
    healthCheck: { kind: 'http', url: `http://127.0.0.1:8080/${name}`, timeoutSeconds: 1 },
  };
}

/** Lets the outage happen once to see when it is detected; everything after follows from that. */
function timelineOf(settings: Settings, input: FailoverInput): RunTimeline {
  const startsAt = START + 1_000 * MS;
  const killedAt = settings.outage
    ? startsAt + settings.beforeMs * MS + Math.floor(seeded(settings.seed)() * settings.intervalMs * MS)
    : Number.POSITIVE_INFINITY;
  const world = {
    startsAt,
    killedAt,
    recoversAt: Number.POSITIVE_INFINITY,
    returnsAt: Number.POSITIVE_INFINITY,
  };
  const endsAt = startsAt + (settings.beforeMs + Math.max(2_000, 10 * settings.intervalMs)) * MS;
  const detectedAt = detectionOf(
    simulateLedger({ ...worldOf(settings, input.databases[0]?.id ?? ''), ...world, endsAt }),
    input,
  );
  const recoversAt = (detectedAt ?? endsAt) + settings.recoveryMs * MS;
  const verifiedAt = recoversAt + 60 * MS + Math.max(0, settings.serviceLagMs) * MS;
  const heldAt = verifiedAt + settings.holdSeconds * 1e6;
  return { startsAt, killedAt, detectedAt, recoversAt, verifiedAt, heldAt, endsAt: heldAt + 400 * MS };
}

function detectionOf(attempts: readonly SimulatedAttempt[], { detect }: FailoverInput): Instant | null {
  return attempts
    .toSorted((a, b) => a.answered - b.answered)
    .reduce(
      (state, { answered, outcome }) =>
        state.detectedAt ? state : observe(detect, state, { at: answered, good: outcome === 'acknowledged' }),
      UNDETECTED,
    ).detectedAt;
}

function worldOf(settings: Settings, id: string) {
  const index = Object.keys(settings.databases).indexOf(id);
  return {
    id,
    replicationDelay: (settings.databases[id] ?? 0) * MS,
    interval: settings.intervalMs * MS,
    attemptTimeout: settings.attemptTimeoutMs * MS,
    variant: settings.variant,
    oldServer: `10.0.1.${index + 10}:5432`,
    newServer: `10.1.1.${index + 10}:5432`,
    random: seeded(settings.seed),
    weather: settings.weather,
  };
}

function worldsOf(settings: Settings, input: FailoverInput, timeline: RunTimeline): readonly DatabaseWorld[] {
  const recoversAt = timeline.detectedAt === null ? Number.POSITIVE_INFINITY : timeline.recoversAt;
  const { startsAt, endsAt, killedAt, heldAt } = timeline;
  return input.databases.map(({ id }) => ({
    ...worldOf(settings, id),
    startsAt,
    endsAt,
    killedAt,
    recoversAt,
    returnsAt: heldAt + 100 * MS,
  }));
}

function firstWriteOf({ newServer }: DatabaseWorld, ledger: readonly SimulatedAttempt[]): Instant {
  return ledger.find(({ server }) => server === newServer)?.committedAt ?? 0;
}

function truthOf(world: DatabaseWorld, ledger: readonly SimulatedAttempt[]): Omit<DatabaseTruth, 'rowsLost'> {
  const key = ({ seq }: SimulatedAttempt) => `0/${seq}`;
  const lost = ledger.filter((a) => a.outcome === 'acknowledged' && !survives(world, a));
  const survived = ledger.filter((a) => a.outcome === 'in-doubt' && survives(world, a));
  return {
    id: world.id,
    killedAt: world.killedAt,
    firstWriteAt: firstWriteOf(world, ledger),
    lost: lost.map(key),
    oldestLostSentAt: lost[0]?.sent ?? null,
    rpoMicros: world.replicationDelay,
    inDoubtSurvived: survived.map(key),
  };
}

function attemptLine({ id }: DatabaseWorld, attempt: SimulatedAttempt): Attempt {
  const monotonic = (instant: Instant) => String((instant - START) * 1_000 + 77);
  const { seq, connection, outcome, server, opening } = attempt;
  return Attempt.parse({
    schemaVersion: 1,
    database: id,
    segment: 0,
    seq,
    connection,
    sent: formatInstant(attempt.sent),
    answered: formatInstant(attempt.answered),
    outcome,
    server,
    sentNs: monotonic(attempt.sent),
    answeredNs: monotonic(attempt.answered),
    ...(outcome === 'acknowledged' ? {} : { error: 'no answer' }),
    ...(opening ? { opening: openingText(opening) } : {}),
  });
}

function openingText({ began, failedBefore }: NonNullable<SimulatedAttempt['opening']>) {
  return {
    began: formatInstant(began),
    failedBefore: failedBefore === null ? null : formatInstant(failedBefore),
  };
}

function recoveredLines(
  world: DatabaseWorld,
  ledger: readonly SimulatedAttempt[],
  { endsAt, detectedAt }: RunTimeline,
): readonly RecoveredLine[] {
  if (detectedAt === null) return [];
  const common = { schemaVersion: 1, database: world.id };
  const server = {
    ...common,
    line: 'server',
    server: world.newServer,
    systemIdentifier: '7000000000000000001',
    timeline: 2,
    lsn: '0/5000060',
    inRecovery: false,
    readAt: formatInstant(endsAt + 500 * MS),
  };
  const rows = ledger
    .filter((attempt) => survives(world, attempt))
    .map(({ seq, sent }) => ({
      ...common,
      line: 'row',
      writer: 'heartbeat',
      segment: 0,
      seq,
      sent: formatInstant(sent),
    }));
  return [server, ...rows].map((line) => RecoveredLine.parse(line));
}

function healthOf(settings: Settings, timeline: RunTimeline, upAt: Instant): readonly HealthSample[] {
  const samples: HealthSample[] = [];
  for (let sent = timeline.startsAt; sent < timeline.endsAt; sent += 50 * MS) {
    for (const service of ['checkout', 'reports']) {
      const healthy = sent + 3 * MS < timeline.killedAt || sent >= upAt;
      const took = healthy ? 3 * MS : settings.variant === 'silent' ? 1_000 * MS : 2 * MS;
      samples.push({
        schemaVersion: 1,
        service,
        sent: formatInstant(sent),
        answered: formatInstant(sent + took),
        healthy,
        detail: healthy ? '200' : 'no answer',
      });
    }
  }
  return samples;
}

function linesOf(lines: readonly object[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}
