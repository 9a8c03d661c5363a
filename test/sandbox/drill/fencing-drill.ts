import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { bundleHandlers } from '../../../lib/deployment/bundle-handlers.ts';
import { besideRun } from '../../../lib/cli/run-directory.ts';
import { defaultPlanFile } from '../../../lib/deployment/deployment.ts';
import { loadPlan } from '../../../lib/cli/load-plan.ts';
import { sandboxWorld } from '../../../lib/cli/sandbox-world.ts';
import { Attempt } from '../../../lib/domain/ledger/attempt.ts';
import { RecordEntry } from '../../../lib/domain/record/entry.ts';
import { OUTCOMES, type OutcomeOf, type StateName } from '../../../lib/domain/record/outcomes.ts';
import { FailoverJudgement } from '../../../lib/domain/run/failover-judgement.ts';
import type { SandboxConfig } from '../../../lib/sandbox/sandbox-config.ts';
import { endSandbox, startSandbox } from '../../../lib/sandbox/supervisor/sandbox-client.ts';
import { readTruthLines, type TruthLine } from '../faults/truth-lines.ts';
import { muster, withStateDirectory } from './muster-command.ts';

/** The default plan, with a hold and a wait for detection that suit a test. */
const FAST = { 'hold: PT3S': 'hold: PT1S', 'timeout: PT30S': 'timeout: PT4S' };

export interface FencingDrill {
  readonly faults: readonly string[];
  /** What the sandbox does otherwise than the one that a user's drill starts. */
  readonly change?: (config: SandboxConfig) => SandboxConfig;
  /** The plan's own line of it, in place of the default plan's. */
  readonly fence?: string;
}

export interface DrillResult {
  readonly code: number | null;
  readonly judgement: FailoverJudgement;
  /** For a failed expectation: verdicts, reasons and findings in one text. */
  readonly told: string;
  readonly outcome: <S extends StateName>(state: S) => OutcomeOf<S> | null;
  /** The writer's attempts through the front door, and what the sandbox itself wrote down. */
  readonly attempts: readonly Attempt[];
  readonly truth: readonly TruthLine[];
}

/** Runs one whole drill by the command line, on a private sandbox or on one that was changed. */
export async function runDrill({ faults, change, fence }: FencingDrill): Promise<DrillResult> {
  const results: DrillResult[] = [];
  await withStateDirectory(async (state) => {
    const plan = await fastPlan(state, fence);
    const out = join(state, 'run');
    const sandbox = join(state, 'sandbox');
    if (change) await startChanged(plan, sandbox, change);
    try {
      const given = faults.flatMap((fault) => ['--fault', fault]);
      const drill = await muster(
        ['drill', 'failover', '--json', '--plan', plan, '--out', out, ...given],
        state,
      );
      results.push(await resultOf(drill, out));
    } finally {
      if (change) await endSandbox(sandbox);
    }
  });
  const [result] = results;
  if (!result) throw new Error('the drill left no result');
  return result;
}

/** As the default plan has it. */
const FENCE = 'fence: { deadline: PT2S }';

async function fastPlan(directory: string, fence = FENCE): Promise<string> {
  let text = await readFile(defaultPlanFile(), 'utf8');
  for (const [from, to] of Object.entries({ ...FAST, [FENCE]: fence })) {
    if (!text.includes(from)) throw new Error(`the default plan has no "${from}" any more`);
    text = text.replace(from, to);
  }
  const file = join(directory, 'fast.yaml');
  await writeFile(file, text);
  return file;
}

/** A sandbox that stands for the plan as `sandbox up` makes one, except for what the test changes. */
async function startChanged(
  planFile: string,
  stateDir: string,
  change: (config: SandboxConfig) => SandboxConfig,
) {
  const { plan, text } = await loadPlan(planFile);
  const { handlers } = await bundleHandlers(join(stateDir, 'functions'));
  await startSandbox(change(sandboxWorld(plan, { stateDir, handlers })));
  await writeFile(join(stateDir, 'plan.yaml'), text);
}

async function resultOf(
  drill: { code: number | null; stdout: string; stderr: string },
  directory: string,
): Promise<DrillResult> {
  if (!drill.stdout.startsWith('{')) throw new Error(`no judgement: ${drill.stderr}`);
  const judgement = FailoverJudgement.parse(JSON.parse(drill.stdout));
  const lines = async (file: string) => (await readFile(join(directory, file), 'utf8')).trimEnd().split('\n');
  const entries = (await lines('record.ndjson')).map((line) => RecordEntry.parse(JSON.parse(line)));
  const attempts = (await lines('ledger.ndjson')).map((line) => Attempt.parse(JSON.parse(line)));
  const { verdicts, reasons, findings } = judgement;
  return {
    code: drill.code,
    judgement,
    told: JSON.stringify({ verdicts, reasons, findings }, null, 2),
    outcome: (state) => {
      const own = entries.flatMap((entry) =>
        entry.kind === 'outcome' && entry.state === state ? [entry.data] : [],
      );
      return own.length === 0 ? null : OUTCOMES[state].parse(own.at(-1));
    },
    attempts,
    truth: readTruthLines(besideRun(directory, 'truth.ndjson')),
  };
}

const Definition = z.looseObject({
  States: z.record(z.string(), z.looseObject({ Choices: z.array(z.unknown()).optional() })),
});

/** The failover's workflow in which the fence counts as proven, whatever was proven. */
export function withoutFence(config: SandboxConfig): SandboxConfig {
  const blind = { Condition: '{% true %}', Next: 'PromoteReplica' };
  return {
    ...config,
    stateMachines: config.stateMachines.map((machine) => {
      if (machine.name !== 'failover') return machine;
      const { States, ...rest } = Definition.parse(JSON.parse(machine.definition));
      // Before all others, which stay: a state that no other leads to is no part of a workflow.
      const proven = States['FenceProven'];
      const FenceProven = { ...proven, Choices: [blind, ...(proven?.Choices ?? [])] };
      return { ...machine, definition: JSON.stringify({ ...rest, States: { ...States, FenceProven } }) };
    }),
  };
}

/** The sandbox brings an old primary back open to everybody, and the step that undoes the loss fences nothing. */
export function withoutDeferredFence(config: SandboxConfig): SandboxConfig {
  const handlerPath = join(import.meta.dirname, 'handlers', 'return-without-fence.ts');
  return {
    ...config,
    deferredFence: false,
    functions: config.functions.map((fn) => (fn.name === 'return-region' ? { ...fn, handlerPath } : fn)),
  };
}

/** Promotion begins two seconds after the API has taken the call. */
export function withLatePromotion(config: SandboxConfig): SandboxConfig {
  return { ...config, delays: { ...config.delays, promotionMs: 2_000, staleStatusMs: 1_500 } };
}
