import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import { formatProblem } from '../domain/plan/plan-problem.ts';
import { parsePlan } from '../domain/plan/parse-plan.ts';
import type { RecoveryPlan } from '../domain/plan/recovery-plan.ts';

const Network = z.strictObject({
  /** Private subnets with a way to the databases and to AWS's endpoints. */
  subnets: z.array(z.string().regex(/^subnet-[0-9a-z]+$/, 'an id such as subnet-0a1b2c3d')).min(1),
  securityGroups: z.array(z.string().regex(/^sg-[0-9a-z]+$/, 'an id such as sg-0a1b2c3d')).min(1),
  vpc: z.string().regex(/^vpc-[0-9a-z]+$/, 'an id such as vpc-0a1b2c3d'),
});

const File = z.strictObject({
  schemaVersion: z.literal(1),
  account: z.string().regex(/^\d{12}$/, 'twelve digits, in quotes'),
  /** Paths of recovery plans, relative to this file. */
  plans: z.array(z.string()).min(1),
  /** By region; a region without one has its functions outside of any VPC. */
  networks: z.record(z.string(), Network).default({}),
  /** How long functions' and workflows' logs are kept, in days that CloudWatch Logs knows. */
  logDays: z.union([z.literal(30), z.literal(90), z.literal(365), z.literal(731)]).default(365),
});

export type Network = z.infer<typeof Network>;

/** What a person has to change before anything can be deployed; the message is all that they need. */
export class ConfigurationRefused extends Error {
  override readonly name = 'ConfigurationRefused';
}

/** What is deployed for whom. */
export interface Configuration {
  readonly account: string;
  readonly plans: readonly RecoveryPlan[];
  readonly networks: Readonly<Record<string, Network>>;
  readonly logDays: number;
}

/** @throws ConfigurationRefused that names the file, the place and what is expected there */
export function readConfiguration(path: string): Configuration {
  const { success, data, error } = File.safeParse(yamlIn(path));
  if (!success) throw new ConfigurationRefused(`${path}: ${z.prettifyError(error)}`);
  const { account, networks, logDays } = data;
  const plans = data.plans.map((plan) => readPlan(resolve(dirname(path), plan)));
  const regions = new Set([...regionsOf(plans), ...witnessRegionsOf(plans)]);
  const unknown = Object.keys(networks).find((region) => !regions.has(region));
  if (unknown !== undefined)
    throw new ConfigurationRefused(
      `${path}: networks.${unknown}: no plan has that region; they have ${[...regions].join(', ')}`,
    );
  return { account, plans, networks, logDays };
}

/** Every region with a site of one of the plans: each of them gets an orchestrator. */
export function regionsOf(plans: readonly RecoveryPlan[]): readonly string[] {
  const regions = plans.flatMap(({ sites: { primary, recovery } }) => [primary.region, recovery.region]);
  return [...new Set(regions)].toSorted((a, b) => a.localeCompare(b, 'en'));
}

/** Regions of witnesses that have no orchestrator. */
export function witnessRegionsOf(plans: readonly RecoveryPlan[]): readonly string[] {
  const others = new Set(regionsOf(plans));
  const regions = plans.flatMap(({ sites: { witness } }) => (witness ? [witness.region] : []));
  return [...new Set(regions)]
    .filter((region) => !others.has(region))
    .toSorted((a, b) => a.localeCompare(b, 'en'));
}

function readPlan(path: string): RecoveryPlan {
  const parsed = parsePlan(Buffer.from(read(path)), path);
  if (parsed.ok) return parsed.plan;
  throw new ConfigurationRefused(parsed.problems.map(formatProblem).join('\n'));
}

function yamlIn(path: string): unknown {
  const text = read(path);
  try {
    return parse(text);
  } catch (cause) {
    throw new ConfigurationRefused(`${path}: is no YAML: ${String(cause)}`, { cause });
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new ConfigurationRefused(`${path}: cannot be read; name a file with -c configuration=FILE`, {
      cause,
    });
  }
}
