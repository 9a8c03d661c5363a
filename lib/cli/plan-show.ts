import { formatProblem } from '../domain/plan/plan-problem.ts';
import type { RecoveryPlan } from '../domain/plan/recovery-plan.ts';
import { wavesOf } from '../domain/plan/waves.ts';
import { aligned } from './aligned.ts';
import { EXIT } from './exit-code.ts';
import { planMap } from '../report/plan-map.ts';
import { renderMermaid } from '../report/render-mermaid.ts';
import { renderSvg } from '../report/render-svg.ts';
import { PLAN_HELP } from './load-plan.ts';
import type { PlanCommand } from './plan-check.ts';
import { readPlanFile } from './plan-file.ts';

/** text: all of it for a person. mermaid, svg: the services in their waves. json: the plan with all defaults. */
export type PlanFormat = 'text' | 'mermaid' | 'svg' | 'json';

type ShowCommand = Omit<PlanCommand, 'json'> & { readonly format: PlanFormat };

/** `muster plan show`: what a drill will do, from the plan with all defaults. Answers the exit code: 0 or 64. */
export async function planShow({ file, format, stdout, stderr }: ShowCommand): Promise<number> {
  const parsed = await readPlanFile(file);
  if (!parsed.ok) {
    stderr.write(`${parsed.problems.map(formatProblem).join('\n')}\n${PLAN_HELP}\n`);
    return EXIT.usage;
  }
  stdout.write(RENDERINGS[format](parsed.plan));
  return EXIT.met;
}

const RENDERINGS: Readonly<Record<PlanFormat, (plan: RecoveryPlan) => string>> = {
  text: (plan) => `${planAsText(plan)}\n`,
  mermaid: (plan) => renderMermaid(planMap(plan)),
  svg: (plan) => renderSvg(planMap(plan)),
  json: (plan) => `${JSON.stringify(plan, null, 2)}\n`,
};

type Row = readonly string[];

/** The plan for a person at a terminal: one block a concept, its columns aligned. */
function planAsText(plan: RecoveryPlan): string {
  const title = plan.description ? `${plan.name}: ${plan.description}` : plan.name;
  const blocks: readonly (readonly [heading: string, rows: readonly Row[]])[] = [
    ['Objectives', objectiveRows(plan)],
    ['Sites', siteRows(plan)],
    ['Waves', waveRows(plan)],
    ['Databases', databaseRows(plan)],
    ['Buckets', plan.buckets.map(({ id, primary, replica }) => [id, `${primary} → ${replica}`])],
    [
      'Consistency',
      plan.consistencyGroups.map((group) => [
        group.name,
        group.members.join(', '),
        `at most ${group.maxSkew.iso} apart`,
      ]),
    ],
    ['Failover', failoverRows(plan)],
  ];
  const shown = blocks.filter(([, rows]) => rows.length > 0);
  return [title, ...shown.map(([heading, rows]) => `${heading}\n${aligned(rows, '  ')}`)].join('\n\n');
}

function objectiveRows({ objectives, services }: RecoveryPlan): readonly Row[] {
  const own = services.filter(({ objectives: { rto, rpo } }) => rto ?? rpo);
  return [
    ['plan', `RTO ${objectives.rto.iso}`, `RPO ${objectives.rpo.iso}`],
    ...own.map(({ name, objectives: { rto, rpo } }) => [
      name,
      `RTO ${(rto ?? objectives.rto).iso}`,
      `RPO ${(rpo ?? objectives.rpo).iso}`,
    ]),
  ];
}

function siteRows({ sites: { primary, recovery, witness }, allowedRegions }: RecoveryPlan): readonly Row[] {
  const rows: readonly Row[] = [
    ['primary', primary.name, primary.region, primary.bucket],
    ['recovery', recovery.name, recovery.region, recovery.bucket],
    ...(witness ? [['witness', witness.name, witness.region, witness.bucket]] : []),
  ];
  return allowedRegions ? [...rows, ['allowed', allowedRegions.join(', ')]] : rows;
}

function waveRows({ services }: RecoveryPlan): readonly Row[] {
  const waves = wavesOf(services);
  if (!waves.ok) return [['cycle', waves.cycle.join(' → ')]];
  return services
    .map((service) => ({ ...service, wave: waves.waveByService.get(service.name) ?? 0 }))
    .toSorted((a, b) => a.wave - b.wave || a.tier - b.tier)
    .map(({ wave, name, tier, required, dependsOn }) => [
      String(wave + 1),
      name,
      `tier ${tier}`,
      required ? 'required' : 'optional',
      dependsOn.length > 0 ? `after ${dependsOn.join(', ')}` : '',
    ]);
}

function databaseRows({ databases, sites }: RecoveryPlan): readonly Row[] {
  return databases.map(({ id, engine, database, primary, replica, frontDoor, fencedRoles }) => [
    id,
    `${engine} ${database}`,
    `${primary.instance} (${sites.primary.name}) → ${replica.instance} (${sites.recovery.name})`,
    `at ${frontDoor.host}:${frontDoor.port}`,
    `fences ${fencedRoles.join(', ')}`,
  ]);
}

function failoverRows(plan: RecoveryPlan): readonly Row[] {
  const { heartbeat, detect, fence, hold, traffic, backgroundJobs, drills } = plan;
  const { adapter, fault, conditions } = drills.failover.disruption;
  return [
    ['disruption', adapter === 'none' ? 'none' : `${fault} by ${adapter}`],
    ...(conditions.length > 0 ? [['conditions', conditions.join(', ')]] : []),
    ['heartbeat', `every ${heartbeat.interval.iso}, recovered after ${heartbeat.goodToRecover} good ones`],
    ['detection', `${detect.failures} failures within ${detect.within.iso}, time-out ${detect.timeout.iso}`],
    ['background jobs off', backgroundJobs.map(({ name }) => name).join(', ') || 'none'],
    ['fence', `${fence.rungs.join(', ')}, deadline ${fence.deadline.iso}`],
    ['traffic', traffic.kind],
    ['hold', hold.iso],
  ];
}
