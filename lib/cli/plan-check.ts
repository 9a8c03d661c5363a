import { initiatorProblems } from '../domain/approval/initiator-problems.ts';
import { noticeProblems } from '../domain/notice/notice-problems.ts';
import { formatFinding, formatProblem } from '../domain/plan/plan-problem.ts';
import type { RecoveryPlan } from '../domain/plan/recovery-plan.ts';
import { wavesOf } from '../domain/plan/waves.ts';
import { EXIT } from './exit-code.ts';
import { PLAN_HELP } from './load-plan.ts';
import { readPlanFile } from './plan-file.ts';

export interface PlanCommand {
  readonly file: string;
  readonly json: boolean;
  readonly stdout: Output;
  readonly stderr: Output;
}

interface Output {
  write(text: string): unknown;
}

/**
 * `muster plan check`: says whether a plan can be drilled, or everything that is wrong with it and where. Nothing is
 * started. Answers the exit code: 0 or 64.
 */
export async function planCheck({ file, json, stdout }: PlanCommand): Promise<number> {
  const parsed = await readPlanFile(file);
  if (json) {
    const answer = parsed.ok
      ? { ok: true, plan: parsed.plan.name, problems: [], warnings: warningsOf(parsed.plan) }
      : { ok: false, plan: null, problems: parsed.problems, warnings: [] };
    stdout.write(`${JSON.stringify({ schemaVersion: 1, file, ...answer }, null, 2)}\n`);
  } else if (parsed.ok) {
    const warnings = warningsOf(parsed.plan).map((warning) => `${file}: warning: ${warning}\n`);
    stdout.write(`${warnings.join('')}${file}: ok: ${summary(parsed.plan)}\n`);
  } else {
    const problems = parsed.problems.map(formatProblem).join('\n');
    stdout.write(`${problems}\n${file}: ${counted(parsed.problems.length, 'problem')}; ${PLAN_HELP}\n`);
  }
  return parsed.ok ? EXIT.met : EXIT.usage;
}

/** What would not work when it counts, of a plan that can be drilled. */
function warningsOf(plan: RecoveryPlan): readonly string[] {
  return [...noticeProblems(plan), ...initiatorProblems(plan)].map(formatFinding);
}

function summary({ name, services, databases, buckets }: RecoveryPlan): string {
  const waves = wavesOf(services);
  const last = waves.ok ? Math.max(-1, ...waves.waveByService.values()) : -1;
  const parts = [
    `${counted(services.length, 'service')} in ${counted(last + 1, 'wave')}`,
    counted(databases.length, 'database'),
    ...(buckets.length > 0 ? [counted(buckets.length, 'bucket')] : []),
  ];
  return `plan ${name}, ${parts.join(', ')}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
