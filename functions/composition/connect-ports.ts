import { readFileSync } from 'node:fs';
import { setting } from './environment.ts';
import { once } from './once.ts';
import { secretsIn } from './secrets.ts';

/** What opening a session on PostgreSQL takes: the logins of a region, and the authority to trust. */
export const connectPorts = once((region) => ({
  secrets: secretsIn(region),
  ca: readFileSync(setting('PGSSLROOTCERT'), 'utf8'),
}));
