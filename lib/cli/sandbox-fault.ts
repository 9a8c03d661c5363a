import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { accessFaults, type RegionFaults, type StandingFault } from '../aws/fis-faults.ts';
import type { Fault } from '../domain/plan/fault.ts';
import type { RunningSandbox } from '../sandbox/supervisor/sandbox-client.ts';
import { cleanFirst } from './clean-first.ts';
import { EXIT } from './exit-code.ts';
import { loadPlan } from './load-plan.ts';
import { PLAN_FILE } from './open-sandbox.ts';
import { withPlanAccess } from './plan-access.ts';
import { readFault } from './read-fault.ts';
import { standingSandbox } from './standing-sandbox.ts';
import type { StateDirectory } from './state-directory.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

interface Here {
  readonly terminal: Terminal;
  readonly state: StateDirectory;
}

/** How long a fault, or its undo, may take to be done: a server may have to be started again. */
const DONE_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 50;

/** Says what is in force in the sandbox that stands, one fault a line. */
export function sandboxFaultList({ terminal, state }: Here, { json }: { json: boolean }): Promise<number> {
  return withRegions(state, async (regions) => {
    const found = await listed(regions);
    if (json) terminal.out.write(`${JSON.stringify(found)}\n`);
    else if (found.length === 0) terminal.out.write('no fault is in force\n');
    else terminal.out.write(found.map((one) => `${lineOf(one)}\n`).join(''));
    return EXIT.met;
  });
}

/** Puts a fault in force, and answers when it is. @throws UsageError for what is no fault, or no region. */
export function sandboxFaultAdd(
  { terminal, state }: Here,
  text: string,
  { region: wanted }: { region?: string },
): Promise<number> {
  const fault = readFault(text);
  return withRegions(state, async (regions, sandbox) => {
    const region = wanted ?? (await regionOf(fault, state));
    const faults = regions.get(region);
    if (!faults)
      throw new UsageError(`${region} is no region of the sandbox; its regions are ${names(regions)}`);
    await cleanBefore({ terminal, state }, sandbox);
    const { experiment, left } = await faults.begin(fault.text);
    if (left !== null) terminal.err.write(`${left}\n`);
    const seen = await untilState(faults, experiment, 'running');
    terminal.out.write(`${lineOf(seen)}\nundo it with \`npx muster sandbox fault remove ${experiment}\`\n`);
    return EXIT.met;
  });
}

/** Undoes a fault, and answers when that is done. @throws UsageError for an experiment that is not in force. */
export function sandboxFaultRemove({ terminal, state }: Here, experiment: string): Promise<number> {
  return withRegions(state, async (regions) => {
    const found = await listed(regions);
    const fault = found.find((one) => one.experiment === experiment);
    const faults = fault && regions.get(fault.region);
    if (!fault || !faults) throw new UsageError(notInForce(experiment, found));
    await faults.end(experiment);
    await untilState(faults, experiment, 'stopped');
    terminal.out.write(`${fault.fault} in ${fault.region} is undone\n`);
    return EXIT.met;
  });
}

type Regions = ReadonlyMap<string, RegionFaults>;

async function withRegions(
  state: StateDirectory,
  use: (regions: Regions, sandbox: RunningSandbox) => Promise<number>,
): Promise<number> {
  const sandbox = await standingSandbox(state);
  const { regions } = await sandbox.status();
  const faults = new Map(regions.map(({ name }) => [name, accessFaults(sandbox, name)]));
  try {
    return await use(faults, sandbox);
  } finally {
    for (const one of faults.values()) one.close();
  }
}

/** A region that a fault has taken away cannot be asked, and another fault may be wanted all the same. */
async function cleanBefore({ terminal, state }: Here, sandbox: RunningSandbox): Promise<void> {
  const tell = (words: string) => void terminal.err.write(`${words}\n`);
  const { plan } = await loadPlan(join(state.sandbox, PLAN_FILE));
  await withPlanAccess(sandbox, plan, (access) => cleanFirst(access, tell)).catch((error: Error) =>
    tell(`what earlier runs left was not cleaned up: ${error.message}`),
  );
}

async function listed(regions: Regions): Promise<StandingFault[]> {
  return (await Promise.all([...regions.values()].map((one) => one.list()))).flat();
}

/** Where the drill would have it: the plan lies beside the sandbox that was started for it. */
async function regionOf({ site }: Fault, state: StateDirectory): Promise<string> {
  const { plan } = await loadPlan(join(state.sandbox, PLAN_FILE));
  return plan.sites[site].region;
}

async function untilState(faults: RegionFaults, experiment: string, wanted: string): Promise<StandingFault> {
  const giveUpAt = performance.now() + DONE_WITHIN_MS;
  for (;;) {
    const seen = await faults.look(experiment);
    if (seen.state === wanted) return seen;
    if (seen.state === 'failed') throw new Error(`${seen.fault} in ${seen.region} failed: ${seen.reason}`);
    if (performance.now() > giveUpAt)
      throw new Error(
        `${seen.fault} in ${seen.region} is ${seen.state}, not ${wanted}, after ${DONE_WITHIN_MS / 1000} s; look again with \`npx muster sandbox fault list\``,
      );
    await sleep(LOOK_EVERY_MS);
  }
}

function notInForce(experiment: string, found: readonly StandingFault[]): string {
  const those = found.map((one) => `${one.experiment} (${one.fault})`).join(', ');
  return `no experiment ${experiment} is in force; ${those === '' ? 'none is' : `in force are ${those}`}`;
}

function names(regions: Regions): string {
  return [...regions.keys()].join(' and ');
}

function lineOf({ fault, region, experiment, state }: StandingFault): string {
  return `${experiment}  ${region}  ${fault}  ${state}`;
}
