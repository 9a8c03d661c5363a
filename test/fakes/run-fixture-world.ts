import type { Instant } from '../../lib/domain/instant.ts';
import type { AttemptOutcome } from '../../lib/domain/ledger/attempt.ts';

/** What is true of one database in a simulated run: the measurement is to find it out. Microseconds throughout. */
export interface DatabaseWorld {
  readonly id: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly killedAt: Instant;
  /** From here on the recovery site accepts connections through the front door; infinite: never. */
  readonly recoversAt: Instant;
  /** The old primary comes back, behind whatever fence there is. */
  readonly returnsAt: Instant;
  readonly replicationDelay: number;
  readonly interval: number;
  readonly attemptTimeout: number;
  /** silent: a dead site answers nothing; refused: it refuses at once. */
  readonly variant: 'silent' | 'refused';
  readonly oldServer: string;
  readonly newServer: string;
  readonly random: () => number;
  readonly weather: Weather;
}

/** What a network and a machine do to a writer while the primary lives; microseconds. */
export interface Weather {
  /** A commit takes up to so long. */
  readonly latency: number;
  /** One tick of ten is up to so late. */
  readonly lateness: number;
  /** One attempt of so many meets a connection that breaks before its answer: the row is there all the same. 0: none. */
  readonly breaksOneIn: number;
}

/** From the request for the disruption to the kill. */
const REQUEST = 8_000;

export const CALM: Weather = { latency: 2_000, lateness: 0, breaksOneIn: 0 };

/** An attempt as the world knows it: `committedAt` null when the row exists nowhere. */
export interface SimulatedAttempt {
  readonly seq: number;
  readonly connection: number;
  readonly sent: Instant;
  readonly answered: Instant;
  readonly outcome: AttemptOutcome;
  readonly server: string | null;
  readonly committedAt: Instant | null;
  /** Of the connection, on the first attempt that it carried. */
  readonly opening?: { readonly began: Instant; readonly failedBefore: Instant | null };
}

interface Writer {
  session: { server: string; connection: number } | null;
  blockedUntil: Instant;
  connections: number;
  open: Instant[];
  /** When the latest opening began that led nowhere. */
  vain: Instant | null;
}

/** Reproducible randomness in [0, 1): Park and Miller's generator. */
export function seeded(seed: number): () => number {
  let state = (Math.abs(Math.trunc(seed)) % 2147483646) + 1;
  return () => {
    state = (state * 48271) % 2147483647;
    return (state - 1) / 2147483646;
  };
}

/** The writer through the front door: one connection, and a new one each tick while there is none. */
export function simulateLedger(world: DatabaseWorld): readonly SimulatedAttempt[] {
  const writer: Writer = { session: null, blockedUntil: 0, connections: 0, open: [], vain: null };
  const attempts: SimulatedAttempt[] = [];
  for (let tick = world.startsAt; tick < world.endsAt; tick += world.interval) {
    const late =
      world.weather.lateness > 0 && world.random() < 0.1 ? world.random() * world.weather.lateness : 0;
    const sent = tick + Math.floor(late + world.random() * 400);
    if (writer.blockedUntil > sent) continue;
    writer.open = writer.open.filter((until) => until > sent);
    if (!writer.session && writer.open.length > world.attemptTimeout / world.interval) continue;
    attempts.push(attemptAt(world, writer, { seq: attempts.length, sent }));
  }
  return attempts;
}

function attemptAt(
  world: DatabaseWorld,
  writer: Writer,
  { seq, sent }: { seq: number; sent: Instant },
): SimulatedAttempt {
  const target = sent >= world.recoversAt ? world.newServer : world.oldServer;
  const server = writer.session?.server ?? target;
  const connection = writer.session?.connection ?? writer.connections++;
  const connecting = writer.session ? 0 : 2_000;
  const commit = sent + connecting + 300 + Math.floor(world.random() * world.weather.latency);
  const answer = commit + 100 + Math.floor(world.random() * 800);
  const opening = writer.session ? {} : { opening: { began: sent, failedBefore: writer.vain } };
  const common = { seq, connection, sent, ...opening };
  if (breaks(world) && answer < world.killedAt - REQUEST) {
    writer.session = null;
    return { ...common, answered: answer, outcome: 'in-doubt', server, committedAt: commit };
  }
  if (server === world.newServer || answer < world.killedAt) {
    writer.session = { server, connection };
    writer.blockedUntil = answer;
    return { ...common, answered: answer, outcome: 'acknowledged', server, committedAt: commit };
  }
  const answered = failureAt(world, sent);
  const wasOpen = writer.session !== null;
  if (wasOpen) writer.blockedUntil = answered;
  else {
    writer.open.push(answered);
    writer.vain = sent;
  }
  writer.session = null;
  const committedAt = commit < world.killedAt ? commit : null;
  return wasOpen || committedAt !== null
    ? { ...common, answered, outcome: 'in-doubt', server, committedAt }
    : { seq, connection, sent, answered, outcome: 'failed', server: null, committedAt: null };
}

/** None after the disruption was asked for: a client could not tell it from the loss. */
function breaks({ weather: { breaksOneIn }, random }: DatabaseWorld): boolean {
  return breaksOneIn > 0 && random() < 1 / breaksOneIn;
}

function failureAt({ variant, attemptTimeout, killedAt, random }: DatabaseWorld, sent: Instant): Instant {
  return variant === 'silent'
    ? sent + attemptTimeout + Math.floor(random() * 900)
    : Math.max(sent, killedAt) + 100 + Math.floor(random() * 700);
}

/** The writer that never learns of the switch. `fenced` false: the returned primary takes its writes. */
export function simulateStale(world: DatabaseWorld, fenced: boolean): readonly SimulatedAttempt[] {
  const attempts: SimulatedAttempt[] = [];
  for (let sent = world.startsAt; sent < world.endsAt; sent += world.interval) {
    const alive = sent + 2_000 < world.killedAt || (!fenced && sent >= world.returnsAt);
    const answered = alive ? sent + 1_200 : sent + (sent >= world.returnsAt ? 1_500 : world.attemptTimeout);
    attempts.push({
      seq: attempts.length,
      connection: attempts.length,
      sent,
      answered,
      outcome: alive ? 'acknowledged' : 'failed',
      server: alive ? world.oldServer : null,
      committedAt: alive ? sent + 900 : null,
    });
  }
  return attempts;
}

/** Whether a row reached the promoted server: written there, or streamed to it before the old primary died. */
export function survives(world: DatabaseWorld, { server, committedAt }: SimulatedAttempt): boolean {
  if (committedAt === null) return false;
  return server === world.newServer || committedAt + world.replicationDelay <= world.killedAt;
}
