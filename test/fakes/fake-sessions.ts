import type { OtherRole } from '../../lib/domain/fence/logins-left.ts';
import type { DatabaseLogins, LoginProbe } from '../../lib/ports/database-logins.ts';
import type { DatabaseServers, HeartbeatRecord, ServerState } from '../../lib/ports/database-servers.ts';
import { type Journal, noted } from './journal.ts';
import { NOON } from './manual-clock.ts';

export const PRIMARY_SERVER: ServerState = {
  server: '10.0.0.1:5432',
  systemIdentifier: '7300000000000000001',
  timeline: 1,
  inRecovery: false,
  lsn: '0/3000100',
  claimedLagSeconds: null,
  walRetrieveRetrySeconds: 0.1,
  receiverStatus: null,
  receivedSecondsAgo: null,
};

export const STREAMING: ServerState = {
  ...PRIMARY_SERVER,
  server: '10.1.0.1:5432',
  inRecovery: true,
  claimedLagSeconds: 0.04,
  receiverStatus: 'streaming',
  receivedSecondsAgo: 0.02,
};

export const PROMOTED: ServerState = {
  ...PRIMARY_SERVER,
  server: '10.1.0.1:5432',
  timeline: 2,
  lsn: '0/4000200',
};

export interface FakeServers {
  /** State of the server at each host. */
  readonly states: Readonly<Record<string, ServerState>>;
  readonly probe: LoginProbe;
  /** What becomes of a session that was open before. */
  readonly openProbe: LoginProbe;
  readonly rows: readonly HeartbeatRecord[];
  /** Roles that the plan does not fence. */
  readonly others: readonly OtherRole[];
}

const REFUSED: LoginProbe = { result: 'refused', seen: 'role "heartbeat" is not permitted to log in' };

const ARRIVED: HeartbeatRecord = {
  writer: 'heartbeat',
  segment: 0,
  seq: 0,
  sent: '2026-03-01T11:59:59.000000Z',
};

const ENDED: LoginProbe = {
  result: 'refused',
  seen: 'terminating connection due to administrator command',
};

/** SQL on the servers of a drill, which obey at once. */
export function makeFakeSessions(
  journal: Journal = [],
  servers: Partial<FakeServers> = {},
): DatabaseServers & DatabaseLogins {
  const { states = {}, probe = REFUSED, openProbe = ENDED, rows = [], others = [] } = servers;
  return {
    /** By `this`, so that a test that replaces `state` replaces this answer too. */
    async inRecovery(target) {
      return (await this.state(target)).inRecovery;
    },
    state: async ({ host, secret }) => {
      await noted(journal, `sessions.state ${host} as ${secret}`);
      return states[host] ?? (host === '10.0.0.1' ? PRIMARY_SERVER : STREAMING);
    },
    writeProof: async ({ host, secret }, run) => {
      await noted(journal, `sessions.writeProof ${host} as ${secret} of ${run}`);
      return NOON;
    },
    fence: async ({ host, secret }, roles) => {
      await noted(journal, `sessions.fence ${host} as ${secret}: ${roles.join(', ')}`);
      return { withoutLogin: roles, sessions: 0, others };
    },
    drain: async ({ host, secret }, roles, deadlineMs) => {
      await noted(
        journal,
        `sessions.drain ${host} as ${secret}: ${roles.join(', ')} within ${deadlineMs} ms`,
      );
      return { rolesWithoutLogin: roles, endedIdle: 3, endedByForce: 0 };
    },
    writePosition: async ({ host, secret }) => {
      await noted(journal, `sessions.writePosition ${host} as ${secret}`);
      return { lsn: '0/3000100', nextTransaction: '800' };
    },
    admit: async ({ host, secret }, roles) => {
      await noted(journal, `sessions.admit ${host} as ${secret}: ${roles.join(', ')}`);
      return roles;
    },
    probeLogin: async ({ host, secret }, deadlineMs) => {
      await noted(journal, `sessions.probeLogin ${host} as ${secret} within ${deadlineMs} ms`);
      return probe;
    },
    keepOpen: async ({ host, secret }) => noted(journal, `sessions.keepOpen ${host} as ${secret}`),
    probeOpen: async ({ host, secret }, limitMs) => {
      await noted(journal, `sessions.probeOpen ${host} as ${secret} within ${limitMs} ms`);
      return openProbe;
    },
    heartbeatRows: async ({ host, secret }, run, { most } = {}) => {
      await noted(journal, `sessions.heartbeatRows ${host} as ${secret} of ${run}`);
      // A pre-flight that asks for one finds that heartbeats arrive.
      return most === undefined ? rows : [...rows, ARRIVED].slice(0, most);
    },
  };
}
