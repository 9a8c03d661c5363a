import { asOperator, type LocatedDatabase } from '../../domain/run/session-targets.ts';
import type { ClientSessions } from '../../ports/client-sessions.ts';
import type { DatabaseLogins } from '../../ports/database-logins.ts';
import type { Databases } from '../../ports/databases.ts';
import type { InstanceGates } from '../../ports/instance-gates.ts';
import type { SessionTarget } from '../../ports/session-target.ts';
import type { StepPorts } from './make-step.ts';
import type { Report, Standing } from './try-rung.ts';

export interface RungPorts extends Pick<StepPorts, 'clock'> {
  readonly sessions: DatabaseLogins;
  readonly clients: ClientSessions;
  readonly gates: InstanceGates;
  readonly databases: Databases;
}

/** What the rungs of one database are tried with. */
export interface Rungs {
  readonly database: LocatedDatabase;
  readonly closedSecurityGroup: string | null;
  /** Closes the gate of the application's writers, for all databases of the run at once; null where there is none. */
  readonly closeWriters: (() => Promise<unknown>) | null;
  /** To be awaited before a change that follows a wait. @throws GenerationSuperseded */
  readonly stillOwner: () => Promise<void>;
  /** Of the deadline, at this moment; at least 1. */
  readonly leftMs: () => number;
  /** Nothing is asked for any more. */
  readonly isLate: () => boolean;
}

export type RungWork = (ports: RungPorts, rungs: Rungs, report: Report) => Promise<Standing>;

/** How often a rung looks whether it is carried out. */
export const LOOK_EVERY_MS = 100;

/** What is said of a primary that cannot be asked. */
export const NO_ADDRESS: Standing = {
  result: 'unreachable',
  detail: 'its region did not answer at discovery',
};

/** The workflow has gone on without it, and may be taking the fence back. */
export const TOO_LATE: Standing = { result: 'unproven', detail: 'no time was left to ask for it' };

/** The operator's session on the primary; null where its address is not known. */
export function operatorOf({ database }: Rungs): SessionTarget | null {
  return database.primaryAddress && asOperator(database, database.primaryAddress);
}
