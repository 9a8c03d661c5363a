import type { Instant } from '../../lib/domain/instant.ts';
import type { DisruptionReceipt } from '../../lib/domain/record/failover-outcomes.ts';
import type { StoredObject } from '../../lib/ports/objects.ts';
import { makeModelClock, type ModelClock } from './model-clock.ts';
import type { HeartbeatInput, HeartbeatStatus } from '../../lib/domain/run/heartbeat-input.ts';

/** A row that a writer was told is committed. */
export interface ModelRow {
  readonly run: string;
  readonly writer: 'heartbeat' | 'stale' | 'proof';
  readonly segment: number;
  readonly seq: number;
  readonly sent: Instant;
  readonly at: Instant;
}

/** A database server and what its control plane says of it. */
export interface ModelInstance {
  readonly region: string;
  /** Database of the plan that it holds. */
  readonly database: string;
  readonly id: string;
  readonly host: string;
  /** Deleted, with all that was on it. */
  gone: boolean;
  /** Instance that it replicates; null for a primary. */
  source: string | null;
  /** Instance that it was made from, for ever. */
  readonly bornOf: string | null;
  status: string;
  inRecovery: boolean;
  timeline: number;
  /** Roles whose login is revoked. */
  noLogin: readonly string[];
  /** After its region came back and its replica had been promoted: its operator alone may connect. */
  operatorOnly: boolean;
  rows: ModelRow[];
  /** From here on nothing of its source reaches it; null while it is streaming. */
  cutAt: Instant | null;
  /** The session that a prober keeps on it. */
  kept: 'none' | 'open' | 'ended';
}

export interface ModelExperiment {
  readonly id: string;
  readonly run: string;
  readonly region: string;
  readonly fault: string;
  state: 'running' | 'stopping' | 'stopped';
  readonly receipt: DisruptionReceipt | null;
  endedAt: string | null;
}

/** A series of samples as an execution that others see. */
export interface ModelSeriesExecution {
  readonly arn: string;
  readonly name: string;
  readonly input: HeartbeatInput;
  readonly status: string;
  snapshot(): HeartbeatStatus;
  abort(): void;
}

/** An execution that fences an old primary on its return, as others see it. */
export interface ModelFenceExecution {
  readonly arn: string;
  readonly name: string;
  readonly request: { readonly run: string };
  readonly status: string;
}

/** Whether a region is there, and for whom. */
export interface ModelRegion {
  /** Its network is silent and all in it is dead. */
  lost: boolean;
  /** Clients from outside cannot reach it; operators and the other region can. */
  cutFromClients: boolean;
}

/** Something that changed the world, or was answered. */
export interface Happening {
  readonly at: Instant;
  /** What was called, such as `databases.promote`; or a word of the world's own. */
  readonly what: string;
  readonly subject: string;
  /** Run and state of the function that did it; null for the world itself. */
  readonly by: { readonly run: string; readonly executionArn: string; readonly state: string } | null;
}

/** Looked at after everything that happens: a sentence for what must never be, or null. */
export type Guard = (world: ModelWorld, happened: Happening) => string | null;

export interface ModelWorld {
  readonly clock: ModelClock;
  /** How long the next call takes. */
  answerMs: () => number;
  readonly regions: Readonly<Record<string, ModelRegion>>;
  readonly instances: readonly ModelInstance[];
  readonly buckets: Readonly<Record<string, Map<string, StoredObject>>>;
  readonly experiments: ModelExperiment[];
  readonly series: ModelSeriesExecution[];
  readonly fences: ModelFenceExecution[];
  readonly happenings: Happening[];
  /** What must never have been, as it was seen. */
  readonly breaches: Set<string>;
  readonly guards: readonly Guard[];
  /** What steps have answered last, by run and state. */
  readonly outcomes: Map<string, unknown>;
  /** Told after everything that happens. */
  readonly listeners: Set<() => void>;
  versions: number;
}

export const HOME = 'eu-north-1';
export const AWAY = 'eu-west-1';
export const BUCKETS: Readonly<Record<string, string>> = { [HOME]: 'north-bucket', [AWAY]: 'west-bucket' };
/** How much later than its commit a row reaches the replica. */
export const LAG_MICROS = 200_000;

const ANSWER_MS = 4;

/** The databases of a world: most have the first alone. */
export const ESTATES = { one: ['orders'], two: ['orders', 'ledger'] } as const;
export type Estate = keyof typeof ESTATES;

/** Of each database a primary and its replica in the other region, two empty buckets, and nothing under way. */
export function makeModelWorld(guards: readonly Guard[] = [], estate: Estate = 'one'): ModelWorld {
  const region = () => ({ lost: false, cutFromClients: false });
  return {
    clock: makeModelClock(),
    answerMs: () => ANSWER_MS,
    regions: { [HOME]: region(), [AWAY]: region() },
    instances: ESTATES[estate].flatMap((database, index) => pairOf(database, index + 1)),
    buckets: { [HOME]: new Map(), [AWAY]: new Map() },
    experiments: [],
    series: [],
    fences: [],
    happenings: [],
    breaches: new Set(),
    guards,
    outcomes: new Map(),
    listeners: new Set(),
    versions: 0,
  };
}

function pairOf(database: string, number: number): readonly ModelInstance[] {
  const common = {
    database,
    gone: false,
    status: 'available',
    timeline: 1,
    noLogin: [],
    operatorOnly: false,
    cutAt: null,
    kept: 'none',
  } as const;
  const [primary, replica] = [`${database}-north`, `${database}-west`];
  const [home, away] = [`10.0.0.${number}`, `10.1.0.${number}`];
  const ofPrimary = { region: HOME, id: primary, host: home, source: null, bornOf: null, inRecovery: false };
  const ofReplica = {
    region: AWAY,
    id: replica,
    host: away,
    source: primary,
    bornOf: primary,
    inRecovery: true,
  };
  return [
    { ...common, ...ofPrimary, rows: [] },
    { ...common, ...ofReplica, rows: [] },
  ];
}

/** Notes that something happened, and looks at what must never be. */
export function happen(
  world: ModelWorld,
  { what, subject, by = null }: { what: string; subject: string; by?: Happening['by'] },
): void {
  const happened = { at: world.clock.now(), what, subject, by };
  world.happenings.push(happened);
  for (const guard of world.guards) {
    const breach = guard(world, happened);
    if (breach !== null) world.breaches.add(breach);
  }
  for (const listener of world.listeners) listener();
}

/** Waits, without looking at a clock, until something that happens makes it so. */
export function untilHappened(world: ModelWorld, isSo: () => boolean): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const look = (): void => {
    if (!isSo()) return;
    world.listeners.delete(look);
    resolve();
  };
  world.listeners.add(look);
  look();
  return promise;
}
