import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { FailoverJudgement } from '../../../lib/domain/run/failover-judgement.ts';
import { Judgement } from '../../../lib/domain/run/judgement.ts';
import type { RunInput } from '../../../lib/domain/run/run-input.ts';
import { type CommandResult, outputOf } from '../../sandbox/drill/command-output.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const VERDICT_CODES: readonly (number | null)[] = [0, 1, 2];

export interface DrillOrder {
  readonly stateDir: string;
  /** New directory for the run. */
  readonly out: string;
  readonly arguments: readonly string[];
}

/** `npx muster drill failover`, as a user calls it. @throws Error with its progress when it came to no judgement. */
export async function musterDrill(order: DrillOrder): Promise<FailoverJudgement> {
  return FailoverJudgement.parse(await drillOfKind('failover', order));
}

/** The same of any kind; answers the judgement that it printed. */
export async function drillOfKind(
  kind: RunInput['kind'],
  { stateDir, out, arguments: more }: DrillOrder,
): Promise<Judgement> {
  const { code, stdout, stderr } = await muster(['drill', kind, '--json', '--out', out, ...more], stateDir);
  if (!VERDICT_CODES.includes(code)) throw new Error(`a drill ended with ${code}: ${stderr.trim()}`);
  return Judgement.parse(JSON.parse(stdout));
}

/** Runs one command; a signal to this process reaches it too, because both are of one group. */
export function muster(args: readonly string[], stateDir: string): Promise<CommandResult> {
  const child = spawn('npx', ['--no-install', 'muster', ...args], {
    cwd: ROOT,
    env: { ...process.env, MUSTER_STATE_DIR: stateDir, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return outputOf(child).ended;
}
