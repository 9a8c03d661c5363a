import { join } from 'node:path';
import type { ChildRegistry } from '../process/child-registry.ts';
import type { CertificateAuthority } from '../tls/certificate-authority.ts';
import type { ServerHome } from './server-home.ts';
import type { RecoveryTarget, ReplicationSource } from './server-settings.ts';

/** What all servers of a sandbox share. */
export interface ServerRoom {
  readonly home: ServerHome;
  readonly children: ChildRegistry;
  readonly authority: CertificateAuthority;
  /** Password of rdsadmin, the service's own superuser. */
  readonly adminPassword: string;
  readonly logDir: string;
}

/** One server: its name is that of its directory, its log and its pid file. */
export interface ServerSpec {
  readonly name: string;
  readonly port: number;
  readonly masterUser: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly source: ReplicationSource | undefined;
  readonly recovery?: RecoveryTarget | undefined;
}

export interface Server extends ServerSpec {
  readonly room: ServerRoom;
  readonly dataDir: string;
}

export function makeServer(room: ServerRoom, spec: ServerSpec): Server {
  return { ...spec, room, dataDir: room.home.dataDir(spec.name) };
}

export function logFile(server: Server): string {
  return join(server.room.logDir, `${server.name}.log`);
}
