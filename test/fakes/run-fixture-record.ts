import { formatInstant, type Instant } from '../../lib/domain/instant.ts';
import { RecordEntry } from '../../lib/domain/record/entry.ts';
import { OUTCOMES } from '../../lib/domain/record/outcomes.ts';
import type { FailoverInput } from '../../lib/domain/run/failover-input.ts';
import { sha256 } from './sha256.ts';

/** When things happened in a simulated run. `detectedAt` null: nothing was seen. */
export interface RunTimeline {
  readonly startsAt: Instant;
  readonly killedAt: Instant;
  readonly detectedAt: Instant | null;
  readonly recoversAt: Instant;
  readonly verifiedAt: Instant;
  readonly heldAt: Instant;
  readonly endsAt: Instant;
}

interface RecordWorld {
  readonly input: FailoverInput;
  readonly timeline: RunTimeline;
  readonly serviceUpAt: Instant;
  readonly fenced: boolean;
  readonly inject: boolean;
}

const MS = 1_000;

/** The record's lines before the seal, in the order of the engine's history. */
export function recordOf(world: RecordWorld): readonly RecordEntry[] {
  const { timeline } = world;
  const entries: RecordEntry[] = [];
  const add = (entry: object) => entries.push(RecordEntry.parse({ schemaVersion: 1, ...entry }));
  const history = (type: string, state: string, at: Instant) => {
    const id = entries.filter(({ kind }) => kind === 'history').length + 1;
    add({ kind: 'history', id, type, at: formatInstant(at), state, error: null, cause: null });
  };
  for (const [state, enteredAt, exitedAt] of statesOf(timeline)) {
    const type = state === 'Hold' ? 'Wait' : state === 'DeclareFailover' ? 'Pass' : 'Task';
    history(`${type}StateEntered`, state, enteredAt);
    const outcome = outcomesOf(world)[state];
    const at = formatInstant(exitedAt);
    if (outcome) add({ kind: 'outcome', state, attempt: 0, at, data: outcome });
    if (state !== 'SealRecord') history(`${type}StateExited`, state, exitedAt);
  }
  return entries;
}

/** The record with its seal, over the other files as they are. */
export function sealed(record: readonly RecordEntry[], files: Readonly<Record<string, string>>): string {
  const lines = record.map((entry) => `${JSON.stringify(entry)}\n`).join('');
  return lines + sealLine(lines, files);
}

/** Seals changed texts anew, as somebody would who forges a run: then only the numbers can tell. */
export function reseal<T extends Readonly<Record<string, string>>>(texts: T): T {
  const { 'record.ndjson': record = '', ...files } = texts;
  const lines = record.slice(0, record.trimEnd().lastIndexOf('\n') + 1);
  return { ...texts, 'record.ndjson': lines + sealLine(lines, files) };
}

function sealLine(lines: string, files: Readonly<Record<string, string>>): string {
  const sealedFiles = Object.entries(files).map(([name, text]) => [
    name,
    { sha256: sha256(text), bytes: Buffer.byteLength(text) },
  ]);
  const seal = {
    schemaVersion: 1,
    kind: 'seal',
    at: '2026-11-02T08:01:00.000000Z',
    recordSha256: sha256(lines),
    files: Object.fromEntries(sealedFiles),
  };
  return `${JSON.stringify(RecordEntry.parse(seal))}\n`;
}

type Span = readonly [state: string, enteredAt: Instant, exitedAt: Instant];

function statesOf({
  startsAt,
  killedAt,
  detectedAt,
  recoversAt,
  verifiedAt,
  heldAt,
  endsAt,
}: RunTimeline): readonly Span[] {
  const requestedAt = Number.isFinite(killedAt) ? killedAt - 8 * MS : startsAt + 1_000 * MS;
  const before: readonly Span[] = [
    ['AcquireLock', startsAt - 900 * MS, startsAt - 850 * MS],
    ['DiscoverDatabases', startsAt - 850 * MS, startsAt - 800 * MS],
    ['WarmHandlers', startsAt - 800 * MS, startsAt - 100 * MS],
    ['StartHeartbeat', startsAt - 100 * MS, startsAt],
    ['PreFlight', startsAt, startsAt + 500 * MS],
    ['RecordObjectives', startsAt + 500 * MS, startsAt + 520 * MS],
    ['InjectDisruption', requestedAt, requestedAt + 30 * MS],
    ['AwaitDetection', requestedAt + 30 * MS, (detectedAt ?? endsAt - 900 * MS) + 4 * MS],
  ];
  const share = detectedAt === null ? 0 : (recoversAt - detectedAt - 6 * MS) / 5;
  const at = (step: number) => Math.floor((detectedAt ?? 0) + 6 * MS + step * share);
  const recovery: readonly Span[] =
    detectedAt === null
      ? []
      : [
          ['DeclareFailover', at(0), at(0)],
          ['StopBackgroundJobs', at(0), at(1)],
          ['FenceOldPrimary', at(1), at(2)],
          ['PromoteReplica', at(2), at(3)],
          ['ProvePromotion', at(3), at(4)],
          ['SwitchTraffic', at(4), at(5)],
          ['VerifyServices', at(5), verifiedAt],
          ['Hold', verifiedAt, heldAt],
        ];
  return [
    ...before,
    ...recovery,
    ['ReturnRegion', heldAt, heldAt + 200 * MS],
    ['StopHeartbeat', heldAt + 200 * MS, endsAt],
    ['ExportRun', endsAt, endsAt + 600 * MS],
    ['CleanUp', endsAt + 600 * MS, endsAt + 700 * MS],
    ['SealRecord', endsAt + 700 * MS, endsAt + 750 * MS],
  ];
}

function outcomesOf(world: RecordWorld): Readonly<Record<string, Record<string, unknown>>> {
  const outcomes = {
    ...beforeOutcomes(world),
    ...recoveryOutcomes(world),
    ...endOutcomes(world),
  };
  return Object.fromEntries(
    Object.entries(outcomes).map(([state, outcome]) => [state, checked(state, outcome)]),
  );
}

/** Through the schema, so that a fixture cannot drift from the contract. */
function checked(state: string, outcome: unknown): Record<string, unknown> {
  const schema = Object.entries(OUTCOMES).find(([name]) => name === state)?.[1];
  return { ...schema?.parse(outcome) };
}

function beforeOutcomes({ input, timeline, inject }: RecordWorld) {
  const identity = (index: number, site: number) => ({
    server: `10.${site}.1.${index + 10}:5432`,
    systemIdentifier: '7000000000000000001',
    timeline: 1,
    inRecovery: site === 1,
  });
  const experiment = inject ? 'EXP-1' : null;
  const { region } = input.sites.primary;
  return {
    AcquireLock: {
      site: 'dublin',
      key: 'locks/payments.json',
      owner: `arn:aws:states:eu-west-1:000000000000:execution:failover:${input.run}`,
      generation: 4,
      takenOverFrom: null,
      alsoTaken: [{ site: 'frankfurt', generation: 4 }],
      notTaken: [],
    },
    DiscoverDatabases: {
      databases: input.databases.map(({ id }, index) => ({
        id,
        primary: { host: `10.0.1.${index + 10}`, port: 5432 },
        replica: { host: `10.1.1.${index + 10}`, port: 5432 },
      })),
    },
    WarmHandlers: { handlers: [{ name: 'promote-replica', seconds: 0.13 }] },
    StartHeartbeat: { executions: executionsOf(input) },
    PreFlight: {
      checks: [
        {
          name: 'replication lag',
          subject: 'orders-b',
          passed: true,
          blocking: true,
          seen: '0.010 s',
          limit: 'at most 60 s',
        },
        {
          name: 'wal_retrieve_retry_interval',
          subject: 'orders-b',
          passed: false,
          blocking: false,
          seen: '5 s',
          limit: 'at most 0.1 s, or a promotion may stall',
        },
      ],
      databases: input.databases.map(({ id }, index) => ({
        id,
        primary: identity(index, 0),
        replica: identity(index, 1),
        claimedLagSeconds: 0.01,
      })),
    },
    RecordObjectives: {
      input,
      executionArn: `arn:aws:states:eu-west-1:000000000000:execution:failover:${input.run}`,
      toolVersion: '0.1.0',
    },
    InjectDisruption: {
      ...input.disruption,
      experiment,
      requestedAt: formatInstant(statesOf(timeline)[6]?.[1] ?? 0),
      receipt: inject
        ? {
            experiment: 'EXP-1',
            region,
            processesEnded: 9,
            processesAlive: 0,
            storageHeld: true,
            at: formatInstant((statesOf(timeline)[6]?.[1] ?? 0) + 13 * MS),
          }
        : null,
    },
    AwaitDetection: {
      detected: timeline.detectedAt !== null,
      at: timeline.detectedAt === null ? null : formatInstant(timeline.detectedAt),
      via: timeline.detectedAt === null ? 'none' : 'token',
      finding: timeline.detectedAt === null ? 'nothing-seen' : 'primary-unreachable',
    },
  } as const;
}

function recoveryOutcomes({ input, timeline, serviceUpAt }: RecordWorld) {
  if (timeline.detectedAt === null) return {};
  // However quick the recovery: nothing is promoted before the loss was detected.
  const promotedAt = Math.max(timeline.recoversAt - 30 * MS, timeline.detectedAt ?? 0);
  const writeAcknowledgedAt = formatInstant(promotedAt);
  return {
    StopBackgroundJobs: { jobs: [{ name: 'settlement', stopped: true }], etag: '"1"' },
    FenceOldPrimary: {
      databases: input.databases.map(({ id }) => ({
        id,
        proof: 'receipt',
        attempts: [{ rung: 'receipt', result: 'proven', detail: 'EXP-1: 9 processes ended', seconds: 0 }],
      })),
      waitedSeconds: 0.01,
    },
    PromoteReplica: {
      databases: input.databases.map(({ id, replica }) => ({
        id,
        instance: replica.instance,
        alreadyPromoted: false,
        requestId: 'request-1',
      })),
    },
    ProvePromotion: {
      databases: input.databases.map(({ id }, index) => ({
        id,
        sourceGone: true,
        inRecovery: false,
        writeAcknowledgedAt,
        server: `10.1.1.${index + 10}:5432`,
        systemIdentifier: '7000000000000000001',
        timeline: 2,
        lsn: '0/5000000',
      })),
    },
    SwitchTraffic: { activeSite: 'dublin', key: 'traffic/payments.json', etag: '"2"' },
    VerifyServices: {
      services: input.services.map(({ name, wave, required }) => ({
        name,
        wave,
        required,
        healthyAt: formatInstant(serviceUpAt + 3 * MS),
        detail: '200',
      })),
    },
  } as const;
}

function endOutcomes({ input, timeline, fenced, inject }: RecordWorld) {
  return {
    ReturnRegion: {
      experimentState: inject ? 'stopped' : 'none',
      databases:
        timeline.detectedAt === null
          ? []
          : input.databases.map(({ id }) => ({
              id,
              fence: fenced ? 'proven' : 'unproven',
              rolesWithoutLogin: fenced ? ['app', 'muster_heartbeat'] : [],
              probe: fenced ? 'refused: role is not permitted to log in' : 'accepted',
            })),
    },
    StopHeartbeat: { executions: executionsOf(input).map(({ arn }) => ({ arn, status: 'SUCCEEDED' })) },
    ExportRun: { files: [], missingLedgerSegments: [] },
    CleanUp: { runningExperiments: [], taggedResources: [], runningExecutions: [], problems: [] },
    SealRecord: { failure: null },
  } as const;
}

function executionsOf({ databases }: FailoverInput) {
  const arn = (name: string) => `arn:aws:states:eu-west-1:000000000000:execution:heartbeat:${name}`;
  return [
    ...databases.flatMap(({ id }) =>
      (['ledger', 'stale', 'reader'] as const).map((role) => ({
        role,
        database: id,
        arn: arn(`${role}-${id}`),
      })),
    ),
    { role: 'health' as const, database: null, arn: arn('health') },
  ];
}
