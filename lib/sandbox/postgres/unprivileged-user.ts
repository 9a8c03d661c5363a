import { readFileSync } from 'node:fs';

export interface UnixUser {
  readonly uid: number;
  readonly gid: number;
}

/** Whom the server runs as: undefined is "as we are". PostgreSQL refuses root, which takes `postgres` or `nobody`. */
export function unprivilegedUser(): UnixUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = readFileSync('/etc/passwd', 'utf8').split('\n');
  const user = find(accounts, 'postgres') ?? find(accounts, 'nobody');
  return user ?? { uid: 65534, gid: 65534 };
}

function find(accounts: readonly string[], name: string): UnixUser | undefined {
  const fields = accounts.find((line) => line.startsWith(`${name}:`))?.split(':');
  return fields ? { uid: Number(fields[2]), gid: Number(fields[3]) } : undefined;
}
