import { compileSwitchover } from '../domain/run/compile-switchover.ts';
import { type DrillOptions, runDrill } from './run-drill.ts';

export interface DrillSwitchoverOptions extends DrillOptions {
  readonly intervalSeconds?: number;
  readonly conditions?: readonly string[];
}

/** `muster drill switchover`. Answers the exit code. */
export async function drillSwitchover(options: DrillSwitchoverOptions): Promise<number> {
  const { intervalSeconds, conditions = [] } = options;
  return runDrill(options, (plan, context) =>
    compileSwitchover(plan, {
      ...context,
      ...(intervalSeconds === undefined ? {} : { intervalSeconds }),
      conditions,
    }),
  );
}
