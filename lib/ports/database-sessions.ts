import type { DatabaseLogins } from './database-logins.ts';
import type { DatabaseServers } from './database-servers.ts';

export type { LoginProbe } from './database-logins.ts';
export type { ServerState } from './database-servers.ts';
export type { SessionTarget } from './session-target.ts';

/** Both ports of SQL on database servers, over one set of sessions that are kept warm between steps. */
export type DatabaseSessions = DatabaseServers & DatabaseLogins;
