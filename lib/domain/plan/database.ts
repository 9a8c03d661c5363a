import * as z from 'zod';
import { hostName, instanceIdentifier, planName, port, secretName, sqlName, sqlTableName } from './names.ts';

/** Without `site` a primary stands at the primary site and a replica at the recovery site. */
const Instance = z.strictObject({ instance: instanceIdentifier, site: planName.optional() });

/** A table of the application that only grows, judged by the rules of the heartbeat's ledger. */
const LedgerTable = z.strictObject({ table: sqlTableName, sequenceColumn: sqlName, timeColumn: sqlName });

/** A database with its replica. `fencedRoles` are all the roles that may write from outside. */
export const Database = z.strictObject({
  id: planName,
  engine: z.enum(['postgres']).default('postgres'),
  database: sqlName,
  primary: Instance,
  replica: Instance,
  frontDoor: z.strictObject({ host: hostName, port: port.default(5432) }),
  operatorSecret: secretName,
  heartbeatSecret: secretName,
  fencedRoles: z.array(sqlName).min(1),
  ledger: LedgerTable.optional(),
});

export type Database = z.infer<typeof Database>;
