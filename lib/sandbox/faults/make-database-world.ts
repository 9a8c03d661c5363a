import { makeExperimentDirectory, type ExperimentDirectory } from '../fis/experiment-directory.ts';
import { makeFisService } from '../fis/fis-service.ts';
import { makeChildRegistry } from '../process/child-registry.ts';
import type { ServerRoom } from '../postgres/server.ts';
import { makeEventLog } from '../rds/events.ts';
import { makeGroups } from '../rds/groups/groups.ts';
import type { RdsParts } from '../rds/rds-operation.ts';
import { makeRdsService } from '../rds/rds-service.ts';
import { makeCertificateAuthority } from '../tls/certificate-authority.ts';
import { AwsError } from '../wire/aws-error.ts';
import type { AwsService } from '../wire/aws-request.ts';
import { makeApiConditions, type ApiConditions } from './api-conditions.ts';
import { buildWorld, type BuiltWorld, type WorldTools } from './built-world.ts';
import type { DatabaseWorld, DatabaseWorldInput } from './database-world.ts';
import { isDisruption, type FaultSpec } from './fault-spec.ts';
import { parseFault } from './fault-text.ts';
import { makeInstantText } from './instant-text.ts';
import { makeFault } from './make-fault.ts';
import { provideInstances, type ProvidingParts } from './provide-instances.ts';
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
  const now = makeInstantText();
  const truth = makeTruthLog(input.stateDir, now);
  const api = makeApiConditions();
  const caPem = authority.certificatePem;
  const tools: WorldTools = { ...input, children, caPem, logDir, truth, now, events: makeEventLog() };
  let world: BuiltWorld | undefined;
  let room: ServerRoom | undefined;
  const rdsParts = { groups: makeGroups(input.config.regions), states, room: () => room };
  let rds: AwsService | undefined;
  let experiments: ExperimentDirectory | undefined;
  let started: Promise<void> | undefined;
  let starting = false;

  async function start(): Promise<void> {
    starting = true;
    world = await buildWorld(tools);
    rds = rdsOf(world, tools, rdsParts);
    experiments = experimentsOf(world, tools, { states, api });
    room = await startWorld(world, tools, authority).finally(() => (starting = false));
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
    rds: (request) => standing(rds)(request),
    fis: (request) => makeFisService(standing(experiments))(request),
    reachability: (region, service) => states.reachability(region, service),
    treat: (region, service) => api.treat(region, service),
    status: () => worldStatus({ stateDir: input.stateDir, states, world, experiments }),
  };
}

type RdsShared = Pick<RdsParts, 'groups'> & Pick<ProvidingParts, 'room' | 'states'>;

function rdsOf(world: BuiltWorld, tools: WorldTools, { groups, ...shared }: RdsShared): AwsService {
  const provider = provideInstances({ world, tools, ...shared });
  const { account } = tools.config;
  return makeRdsService({ account, directory: world.directory, provider, groups, events: tools.events });
}

interface Shared {
  readonly states: RegionStates;
  readonly api: ApiConditions;
}

function experimentsOf(world: BuiltWorld, tools: WorldTools, shared: Shared): ExperimentDirectory {
  const { account, experimentTemplates: templates, deferredFence } = tools.config;
  const { endRegionProcesses, truth, now } = tools;
  return makeExperimentDirectory({
    account,
    templates,
    faultOf(template) {
      const region = world.regions.find((one) => one.name === template.region);
      if (!region)
        throw new AwsError('ValidationException', `${template.region} is no region of this sandbox.`);
      const spec = specOf(template.fault);
      const faultTools = { region, ...shared, truth, now, endRegionProcesses, deferredFence };
      const fault = makeFault(faultTools, { text: template.fault, spec });
      return { fault, kind: spec.kind, disrupts: isDisruption(spec.kind) };
    },
  });
}

function specOf(text: string): FaultSpec {
  try {
    return parseFault(text);
  } catch (error) {
    throw new AwsError('ValidationException', error instanceof Error ? error.message : String(error));
  }
}

function standing<T>(part: T | undefined): T {
  if (part === undefined) throw new AwsError('ServiceUnavailable', 'The sandbox is still starting.', 503);
  return part;
}
