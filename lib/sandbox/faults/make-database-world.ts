import { makeExperimentDirectory, type ExperimentDirectory } from '../fis/experiment-directory.ts';
import { makeFisService } from '../fis/fis-service.ts';
import { makeChildRegistry } from '../process/child-registry.ts';
import { makeRdsService } from '../rds/rds-service.ts';
import { makeCertificateAuthority } from '../tls/certificate-authority.ts';
import { AwsError } from '../wire/aws-error.ts';
import { buildWorld, type BuiltWorld, type WorldTools } from './built-world.ts';
import type { DatabaseWorld, DatabaseWorldInput } from './database-world.ts';
import { makeRegionLoss } from './region-loss.ts';
import { makeRegionStates, type RegionStates } from './region-states.ts';
import { makeLogDirectory, startWorld } from './start-world.ts';
import { stopWorld } from './stop-world.ts';
import { makeTruthLog } from './truth-log.ts';
import { worldStatus } from './world-status.ts';

/** Builds the world of a sandbox's configuration; nothing runs before `start`. */
export function makeDatabaseWorld(input: DatabaseWorldInput): DatabaseWorld {
  const authority = makeCertificateAuthority();
  const states = makeRegionStates(input.config.regions);
  const children = makeChildRegistry(input.stateDir);
  const logDir = makeLogDirectory(input.stateDir);
  const tools: WorldTools = { ...input, children, caPem: authority.certificatePem, logDir };
  let world: BuiltWorld | undefined;
  let experiments: ExperimentDirectory | undefined;
  let started: Promise<void> | undefined;
  let starting = false;

  async function start(): Promise<void> {
    starting = true;
    world = await buildWorld(tools);
    experiments = experimentsOf(world, tools, states);
    await startWorld(world, tools, authority).finally(() => (starting = false));
  }

  /** A start under way fails at its next child, which is not started any more. */
  async function stop(): Promise<void> {
    if (starting) await tools.children.close();
    await started?.catch(() => undefined);
    await stopWorld(world, tools);
  }

  return {
    start: () => (started ??= start()),
    stop,
    rds: (request) => makeRdsService(standing(world).directory)(request),
    fis: (request) => makeFisService(standing(experiments))(request),
    reachability: (region, service) => states.reachability(region, service),
    status: () => worldStatus({ stateDir: input.stateDir, states, world, experiments }),
  };
}

function experimentsOf(world: BuiltWorld, tools: WorldTools, states: RegionStates): ExperimentDirectory {
  const truth = makeTruthLog(tools.stateDir);
  const { account, experimentTemplates: templates } = tools.config;
  return makeExperimentDirectory({
    account,
    templates,
    faultOf(template) {
      const region = world.regions.find((one) => one.name === template.region);
      if (!region)
        throw new AwsError('ValidationException', `${template.region} is no region of this sandbox.`);
      const { endRegionProcesses } = tools;
      return makeRegionLoss({ region, states, truth, endRegionProcesses }, lossOf(template.fault));
    },
  });
}

function lossOf(fault: 'region-loss' | 'region-loss=refused') {
  return fault === 'region-loss' ? 'silent' : 'refused';
}

function standing<T>(part: T | undefined): T {
  if (part === undefined) throw new AwsError('ServiceUnavailable', 'The sandbox is still starting.', 503);
  return part;
}
