import { compileBackup } from '../domain/run/compile-backup.ts';
import { type DrillOptions, runDrill } from './run-drill.ts';

/** `muster drill backup`. Answers the exit code. */
export async function drillBackup(options: DrillOptions): Promise<number> {
  return runDrill(options, compileBackup);
}
