import { compileReplicationCheck } from '../domain/run/compile-replication-check.ts';
import { type DrillOptions, runDrill } from './run-drill.ts';

/** `muster drill replication-check`. Answers the exit code. */
export async function drillReplicationCheck(options: DrillOptions): Promise<number> {
  return runDrill(options, compileReplicationCheck);
}
