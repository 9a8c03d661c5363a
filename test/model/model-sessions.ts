import { formatInstant } from '../../lib/domain/instant.ts';
import type { DatabaseLogins, LoginProbe } from '../../lib/ports/database-logins.ts';
import type { DatabaseServers, HeartbeatRecord, ServerState } from '../../lib/ports/database-servers.ts';
import type { SessionTarget } from '../../lib/ports/session-target.ts';
import type { Caller } from './caller.ts';
import { rowsOn } from './instance-changes.ts';
import { serverOf } from './model-writer.ts';
import { LAG_MICROS, type ModelInstance, type ModelWorld } from './model-world.ts';
import { isAlive, isWritable } from './serving.ts';

const SYSTEM = '7300000000000000001';
/** A session that is not open by then is given up. */
const OPEN_MS = 3_000;
const REFUSED: LoginProbe = { result: 'refused', seen: 'role is not permitted to log in' };
const ENDED: LoginProbe = { result: 'refused', seen: 'terminating connection due to administrator command' };
const SILENT: LoginProbe = { result: 'unreachable', seen: 'no answer in time' };
const ACCEPTED: LoginProbe = { result: 'accepted', seen: 'logged in' };

/** SQL on both servers, as the operator, and as a client who tries. */
export function makeModelSessions(world: ModelWorld, caller: Caller): DatabaseServers & DatabaseLogins {
  const at = ({ host }: SessionTarget) => world.instances.find((instance) => instance.host === host);
  /** As the operator, who is let in wherever somebody answers. */
  const on = async <T>(
    what: string,
    target: SessionTarget,
    use: (instance: ModelInstance) => T,
  ): Promise<T> => {
    const instance = at(target);
    if (!instance || !isAlive(world, instance)) await world.clock.sleep(OPEN_MS);
    return caller.call(
      { what, subject: instance?.id ?? target.host, region: null, changes: CHANGING.has(what) },
      () => {
        if (!instance || !isAlive(world, instance))
          throw new Error(`no answer of ${target.host} within ${OPEN_MS} ms`);
        return use(instance);
      },
    );
  };
  return {
    inRecovery: (target) => on('sessions.inRecovery', target, ({ inRecovery }) => inRecovery),
    state: (target) => on('sessions.state', target, (instance) => stateOf(instance)),
    writePosition: (target) =>
      on('sessions.writePosition', target, () => ({ lsn: '0/3000100', nextTransaction: '800' })),
    writeProof: (target, run) =>
      on('sessions.writeProof', target, (instance) => {
        writableOrThrow(instance);
        const now = world.clock.now();
        instance.rows.push({ run, writer: 'proof', segment: 0, seq: 0, sent: now, at: now });
        return now;
      }),
    heartbeatRows: (target, run, { most } = {}) =>
      on('sessions.heartbeatRows', target, (instance) => recordsOn(world, instance, run).slice(0, most)),
    fence: (target, roles, limitMs) => {
      const until = world.clock.now() + limitMs * 1000;
      return on('sessions.fence', target, (instance) => {
        writableOrThrow(instance);
        // As the port promises: what is under way when its time is over is cancelled.
        if (world.clock.now() > until) throw new Error(`${instance.id}: canceling statement due to time-out`);
        instance.noLogin = [...new Set([...instance.noLogin, ...roles])];
        if (instance.kept === 'open') instance.kept = 'ended';
        return { withoutLogin: instance.noLogin, sessions: 0, others: [] };
      });
    },
    admit: (target, roles) =>
      on('sessions.admit', target, (instance) => {
        writableOrThrow(instance);
        instance.noLogin = instance.noLogin.filter((role) => !roles.includes(role));
        return roles;
      }),
    drain: () => Promise.reject(new Error('a failover drains no writers')),
    probeLogin: (target, limitMs) =>
      asClient(world, caller, {
        what: 'sessions.probeLogin',
        instance: at(target),
        limitMs,
        see: (found) => (isWritable(world, found) ? ACCEPTED : REFUSED),
      }),
    keepOpen: (target) =>
      on('sessions.keepOpen', target, (instance) => {
        instance.kept = 'open';
      }),
    probeOpen: (target, limitMs) =>
      asClient(world, caller, { what: 'sessions.probeOpen', instance: at(target), limitMs, see: seenOnKept }),
  };
}

const CHANGING = new Set(['sessions.writeProof', 'sessions.fence', 'sessions.admit']);

function seenOnKept({ kept }: ModelInstance): LoginProbe {
  return { none: SILENT, open: ACCEPTED, ended: ENDED }[kept];
}

/** A server in recovery takes no statement that writes. */
function writableOrThrow({ id, inRecovery }: ModelInstance): void {
  if (inRecovery) throw new Error(`${id}: cannot execute in a read-only transaction`);
}

interface ClientLook {
  readonly what: string;
  readonly instance: ModelInstance | undefined;
  readonly limitMs: number;
  readonly see: (instance: ModelInstance) => LoginProbe;
}

async function asClient(
  world: ModelWorld,
  caller: Caller,
  { what, instance, limitMs, see }: ClientLook,
): Promise<LoginProbe> {
  if (!instance || !isAlive(world, instance)) {
    await world.clock.sleep(limitMs);
    return SILENT;
  }
  return caller.call({ what, subject: instance.id, region: null }, () => see(instance));
}

function recordsOn(world: ModelWorld, instance: ModelInstance, run: string): readonly HeartbeatRecord[] {
  return rowsOn(world, instance).flatMap(({ run: of, writer, segment, seq, sent }) =>
    of === run && writer !== 'proof' ? [{ writer, segment, seq, sent: formatInstant(sent) }] : [],
  );
}

function stateOf(instance: ModelInstance): ServerState {
  const isStreaming = instance.inRecovery && instance.cutAt === null;
  return {
    server: serverOf(instance),
    systemIdentifier: SYSTEM,
    timeline: instance.timeline,
    inRecovery: instance.inRecovery,
    lsn: `0/${(0x3000000 + instance.rows.length * 256).toString(16).toUpperCase()}`,
    claimedLagSeconds: instance.inRecovery ? LAG_MICROS / 1e6 : null,
    walRetrieveRetrySeconds: 0.1,
    receiverStatus: isStreaming ? 'streaming' : null,
    receivedSecondsAgo: isStreaming ? 0.05 : null,
  };
}
