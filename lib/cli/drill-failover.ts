import { compileFailover } from '../domain/run/compile-failover.ts';
import { type DrillOptions, runDrill } from './run-drill.ts';

export interface DrillFailoverOptions extends DrillOptions {
  readonly intervalSeconds?: number;
  /** Stands for the plan's disruption. */
  readonly disruption?: string;
  /** Conditions beside the plan's own. */
  readonly conditions?: readonly string[];
}

/** `muster drill failover`. Answers the exit code. */
export async function drillFailover(options: DrillFailoverOptions): Promise<number> {
  const { intervalSeconds, disruption, conditions = [] } = options;
  return runDrill(options, (plan, context) =>
    compileFailover(plan, {
      ...context,
      ...(intervalSeconds === undefined ? {} : { intervalSeconds }),
      ...(disruption === undefined ? {} : { disruption }),
      conditions,
    }),
  );
}
