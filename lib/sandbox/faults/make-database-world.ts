import { makeExperimentDirectory, type ExperimentDirectory } from '../fis/experiment-directory.ts';
import { makeFisService } from '../fis/fis-service.ts';
import { makeChildRegistry } from '../process/child-registry.ts';
import type { ServerRoom } from '../postgres/server.ts';
import { makeSnapshotPlaces } from '../postgres/snapshot-place.ts';
import { makeEventLog } from '../rds/events.ts';
import { makeCertificateAuthority } from '../tls/certificate-authority.ts';
import { AwsError } from '../wire/aws-error.ts';
import { makeApiConditions, type ApiConditions } from './api-conditions.ts';
import { buildWorld, type BuiltWorld, type WorldTools } from './built-world.ts';
import type { DatabaseWorld, DatabaseWorldInput } from './database-world.ts';
import { isDisruption, type FaultSpec } from './fault-spec.ts';
import { parseFault } from './fault-text.ts';
import { makeInstantText } from './instant-text.ts';
import { makeFault } from './make-fault.ts';
import { makeRds, type RunningRds } from './make-rds.ts';
import { makeRegionStates, type RegionStates } from './region-states.ts';
import { standing } from './standing.ts';
import { makeLogDirectory, startWorld } from './start-world.ts';
import { stopWorld } from './stop-world.ts';
import { makeTruthLog } from './truth-log.ts';
import { worldStatus } from './world-status.ts';

/** Builds the world of a sandbox's configuration; nothing runs before `start`. */
export function makeDatabaseWorld(input: DatabaseWorldInput): DatabaseWorld {
  const authority = makeCertificateAuthority();
  const states = makeRegionStates(
    input.config.regions,
    new Set(input.config.instances.map(({ region }) => region)),
  );
  const api = makeApiConditions();
  let world: BuiltWorld | undefined;
  let room: ServerRoom | undefined;
  const tools = toolsOf(input, { caPem: authority.certificatePem, states }, () => room);
  let rds: RunningRds | undefined;
  let experiments: ExperimentDirectory | undefined;
  let started: Promise<void> | undefined;
  let starting = false;

  async function start(): Promise<void> {
    starting = true;
    world = await buildWorld(tools);
    rds = makeRds({ world, tools, states, room: () => standing(room) });
    experiments = experimentsOf(world, tools, { states, api });
    room = await startWorld(world, tools, authority).finally(() => (starting = false));
  }

  /** A start under way fails at its next child, which is not started any more. */
  async function stop(): Promise<void> {
    if (starting) await tools.children.close();
    await started?.catch(() => undefined);
    rds?.stop();
    await stopWorld(world, tools);
  }

  return {
    start: () => (started ??= start()),
    stop,
    rds: (request) => standing(rds).service(request),
    fis: (request) => makeFisService(standing(experiments))(request),
    reachability: (region, service, from) => states.reachability(region, service, from),
    treat: (region, service) => api.treat(region, service),
    status: () => worldStatus({ stateDir: input.stateDir, states, world, experiments }),
  };
}

function toolsOf(
  input: DatabaseWorldInput,
  made: Pick<WorldTools, 'caPem' | 'states'>,
  room: () => ServerRoom | undefined,
): WorldTools {
  const now = makeInstantText();
  return {
    ...input,
    ...made,
    children: makeChildRegistry(input.stateDir),
    logDir: makeLogDirectory(input.stateDir),
    truth: makeTruthLog(input.stateDir, now),
    now,
    events: makeEventLog(),
    placeOf: makeSnapshotPlaces(input.config.regions, room),
  };
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
