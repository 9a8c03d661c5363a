import * as z from 'zod';
import {
  hostName,
  instanceIdentifier,
  nameOf,
  planName,
  port,
  secretName,
  sqlName,
  sqlTableName,
} from './names.ts';

/** Without `site` a primary stands at the primary site and a replica at the recovery site. */
const Instance = z.strictObject({
  instance: instanceIdentifier.describe('As RDS knows it.'),
  site: nameOf('name of a site').optional().describe('None, or the site of its role; any other is an error.'),
});

/** A table of the application that only grows, judged by the rules of the heartbeat's ledger. */
const LedgerTable = z.strictObject({
  table: sqlTableName.describe('The table.'),
  sequenceColumn: sqlName.describe('Column that rises by one with each row.'),
  timeColumn: sqlName.describe('Column with the time of the write.'),
});

/** A database with its replica. `fencedRoles` are all that may write from outside; whether one means to is not asked. */
export const Database = z.strictObject({
  id: planName.describe('Name by which services, groups and reports speak of it.'),
  engine: z.enum(['postgres']).default('postgres').describe('The engine whose promotion Muster can prove.'),
  database: sqlName.describe('Name of the database in the server.'),
  primary: Instance.describe('The instance that is written to before the drill.'),
  replica: Instance.describe('The instance that is promoted.'),
  frontDoor: z
    .strictObject({ host: hostName.describe('Host name.'), port: port.default(5432).describe('Port.') })
    .describe('Where clients connect, before and after. A sandbox puts its own address here.'),
  operatorSecret: secretName.describe('Login that fences and proves, in both regions.'),
  heartbeatSecret: secretName.describe(
    "Login of the heartbeat writer: a client with a client's rights (`muster init-db`).",
  ),
  fencedRoles: z
    .array(sqlName)
    .min(1)
    .describe(
      "Every role that can log in, the heartbeat's too, but for the operator's and RDS' own. Fencing revokes their login: pre-flight names one that is missing here, and no fence by logins is proven beside it.",
    ),
  ledger: LedgerTable.optional().describe(
    'A table of the application that only grows. Its rows are read on the primary and again after the promotion, and judged by the rules of the heartbeat; where nothing is written to it while a drill runs, it proves nothing.',
  ),
});

export type Database = z.infer<typeof Database>;
