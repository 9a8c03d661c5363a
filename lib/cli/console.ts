import { join } from 'node:path';
import { accessSite } from '../aws/site-access.ts';
import { makeObjectRecord } from '../aws/object-record.ts';
import { serveConsole } from '../console/serve-console.ts';
import { makeStandingClock } from '../system/system-clock.ts';
import { loadPlan } from './load-plan.ts';
import { openStanding, PLAN_FILE } from './open-sandbox.ts';
import { drillMachines } from './sandbox-world.ts';
import { portTaken, untilInterrupted } from './serving.ts';
import { standingSandbox } from './standing-sandbox.ts';
import type { StateDirectory } from './state-directory.ts';
import type { Terminal } from './terminal.ts';

export interface ConsoleCommand {
  /** Otherwise the plan of the sandbox that stands. */
  readonly plan?: string;
  readonly port: number;
  readonly terminal: Pick<Terminal, 'out'>;
  readonly state: StateDirectory;
}

/** `muster console`: serves the web page for approvals and decisions until it is interrupted. */
export async function openConsole({ plan: file, port, terminal, state }: ConsoleCommand): Promise<number> {
  const standing = await standingSandbox(state);
  const loaded = await loadPlan(file ?? join(state.sandbox, PLAN_FILE));
  const sandbox = await openStanding(standing, { loaded, state });
  const { plan } = loaded;
  const site = accessSite(sandbox, plan.sites.recovery);
  const ports = {
    ...site,
    record: makeObjectRecord(site.objects),
    clock: makeStandingClock(),
    machineArns: drillMachines(plan),
  };
  const { name, timeZone, notifications } = plan;
  const options = { plan: { name, timeZone }, port, address: notifications.console ?? null };
  const served = await serveConsole(ports, options).catch((error: unknown) => {
    site.close();
    throw portTaken(error, port);
  });
  terminal.out.write(`runs and approvals of plan ${name}: ${served.url}\n`);
  terminal.out.write('whoever reaches this address can answer; it ends with this command (Ctrl-C)\n');
  return untilInterrupted();
}
