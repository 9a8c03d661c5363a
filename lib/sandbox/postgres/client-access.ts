/** clients: everybody with a password. operator-only: the master user alone, while the instance is fenced. */
export type ClientAccess = 'clients' | 'operator-only';

/**
 * The text of pg_hba.conf. `rdsadmin` is the service's own access, which on RDS does not go through the network at
 * all. An instance behind its fence serves no replica either: nothing may stream from an old primary.
 */
export function renderClientAccess(access: ClientAccess, masterUser: string): string {
  const operator = [line('all', 'rdsadmin'), line('all', `"${masterUser}"`)];
  const everybody = [line('replication', 'rdsrepladmin'), line('all', 'all')];
  return (access === 'clients' ? [...operator, ...everybody] : operator).join('');
}

function line(database: string, user: string): string {
  return `hostssl ${database} ${user} 127.0.0.1/32 scram-sha-256\n`;
}
