import { readFile, writeFile } from 'node:fs/promises';
import { defaultPlanFile } from '../../lib/deployment/deployment.ts';
import { loadPlan } from '../../lib/cli/load-plan.ts';
import type { BenchContext, PartResult } from './bench-context.ts';
import { backupPart } from './backup/backup-part.ts';
import { benchOptions, type BenchOptions, USAGE } from './bench-options.ts';
import { deploymentPart } from './deployment/deployment-part.ts';
import { failoverPart } from './failover/failover-part.ts';
import { heartbeatPart } from './heartbeat/heartbeat-part.ts';
import { interpreterPart } from './interpreter/interpreter-part.ts';
import { inventoryPart } from './inventory/inventory-part.ts';
import { describeMachine } from './machine.ts';
import { memoryPart } from './memory/memory-part.ts';
import { realPart } from './real/real-part.ts';
import { replicationCheckPart } from './replication-check/replication-check-part.ts';
import { restorePart } from './restore/restore-part.ts';
import { rpoPart } from './rpo/rpo-part.ts';
import { switchoverPart } from './switchover/switchover-part.ts';
import { BenchResult, table } from './table.ts';
import { verifyPart } from './verify/verify-part.ts';

const WRONG_USAGE = 64;

/** Every part of the bench, by the name that `--only` takes. */
const PARTS: Readonly<Record<string, (context: BenchContext) => Promise<PartResult>>> = {
  failover: failoverPart,
  rpo: rpoPart,
  heartbeat: heartbeatPart,
  memory: memoryPart,
  interpreter: interpreterPart,
  restore: restorePart,
  backup: backupPart,
  inventory: inventoryPart,
  'replication-check': replicationCheckPart,
  switchover: switchoverPart,
  real: realPart,
  verify: verifyPart,
  deployment: deploymentPart,
};

/** Runs the parts one after another, and says whether every bar holds. A part that breaks off has not passed. */
async function bench({ drills, only, json }: BenchOptions): Promise<boolean> {
  const machine = describeMachine();
  say(`${machine.cores} cores of ${machine.model}, fsync ${machine.fsyncMs} ms, load ${machine.loadBefore}`);
  const context: BenchContext = { loaded: await loadPlan(defaultPlanFile()), drills, say };
  const parts: Record<string, PartResult | { passed: false; bars: []; error: string }> = {};
  for (const [name, part] of Object.entries(PARTS)) {
    if (!only.includes(name)) continue;
    say(`${name}: begins`);
    parts[name] = await part(context).catch(brokenOff);
    sayBars(name, parts[name]);
  }
  const passed = Object.values(parts).every((part) => part.passed);
  const at = new Date().toISOString();
  const result = `${JSON.stringify({ schemaVersion: 1, at, machine, passed, parts })}\n`;
  if (json !== null) await writeFile(json, result);
  process.stdout.write(result);
  return passed;
}

function brokenOff(error: unknown) {
  const message = error instanceof Error ? error.message : String(error);
  say(`broken off: ${message}`);
  return { passed: false, bars: [], error: message } as const;
}

function sayBars(part: string, { bars, figures = [] }: Pick<PartResult, 'bars' | 'figures'>): void {
  for (const { name, limit, measured, passed } of bars)
    say(`${part}: ${passed ? 'holds' : 'DOES NOT HOLD'}  ${name}: ${measured} (at most ${limit})`);
  for (const { name, measured, aim } of figures)
    say(
      `${part}: ${aim === null ? 'figure' : measured <= aim ? 'aim met' : 'AIM MISSED'}  ${name}: ${measured}`,
    );
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function main(): Promise<number> {
  let options: BenchOptions;
  try {
    options = benchOptions(process.argv.slice(2), Object.keys(PARTS));
  } catch (error) {
    say(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
    return WRONG_USAGE;
  }
  if (options.table === null) return (await bench(options)) ? 0 : 1;
  process.stdout.write(table(BenchResult.parse(JSON.parse(await readFile(options.table, 'utf8')))));
  return 0;
}

process.exitCode = await main();
