import { makeObjectApplicationWriters } from '../../lib/aws/object-application-writers.ts';
import { makeObjectBackgroundJobs } from '../../lib/aws/object-background-jobs.ts';
import { makeObjectLocks } from '../../lib/aws/object-locks.ts';
import { makeObjectRecord } from '../../lib/aws/object-record.ts';
import { makeObjectTraffic } from '../../lib/aws/object-traffic.ts';
import type { Handlers } from '../../lib/ports/handlers.ts';
import type { Objects } from '../../lib/ports/objects.ts';
import { makeFakeSigner, sha256Bytes } from '../fakes/fake-signer.ts';
import { makeLogWorldOn } from '../fakes/log-world.ts';
import { sha256 } from '../fakes/sha256.ts';
import { makeFakeReader } from '../fakes/fake-reader.ts';
import { type Caller, makeCaller } from './caller.ts';
import { type Invocation, never } from './invocation.ts';
import { makeModelDatabases } from './model-databases.ts';
import { makeModelDisruption } from './model-disruption.ts';
import { makeModelObjects } from './model-objects.ts';
import { makeModelClients, NO_GATES } from './model-clients.ts';
import { makeFakeRetention } from '../fakes/fake-retention.ts';
import { makeFakeSecrets } from '../fakes/fake-secrets.ts';
import { makeFakeTrail } from '../fakes/fake-trail.ts';
import { makeModelSessions } from './model-sessions.ts';
import { makeModelSettings } from './model-settings.ts';
import { makeModelEndpoint, makeModelProbe } from './model-probes.ts';
import type { ModelStates } from './model-states.ts';
import { UNSTAMPED } from '../fakes/time-stamping.ts';
import { AWAY, HOME, type ModelWorld } from './model-world.ts';

/** A process of a function: its ports stay warm from one invocation to the next. */
export interface Environment {
  readonly ports: ModelPorts;
  serves: Invocation | null;
}

export type ModelPorts = ReturnType<typeof makePorts>;

/** Makes something of the ports wrong, to see whether that is found. */
export type Spoil = (ports: ModelPorts) => ModelPorts;

export interface Surroundings {
  readonly world: ModelWorld;
  readonly states: ModelStates;
  readonly handlers: (caller: Caller) => Handlers;
  readonly spoil: Spoil;
}

export function makeEnvironment(surroundings: Surroundings): Environment {
  const serving: { invocation: Invocation | null } = { invocation: null };
  const strike = (when: 'before' | 'after') => async (call: Parameters<Caller['call']>[0]) => {
    const { invocation } = serving;
    if (invocation?.dead) await never();
    await invocation?.atCall(call, when);
  };
  const strikes = { before: strike('before'), after: strike('after') };
  const caller = makeCaller(surroundings.world, () => serving.invocation?.by ?? null, strikes);
  return {
    ports: surroundings.spoil(makePorts(surroundings, caller)),
    get serves() {
      return serving.invocation;
    },
    set serves(invocation) {
      serving.invocation = invocation;
    },
  };
}

/** One key for all worlds: to make one costs more than to sign with it. */
const signer = makeFakeSigner();

/** What a run is logged and signed with. */
function evidenceOn(objects: Objects) {
  const { append, reader } = makeLogWorldOn({ objects, signer });
  return { signer, append, reader, sha256: sha256Bytes, trail: makeFakeTrail().trail, ...UNSTAMPED };
}

/** Every port of every step, where functions/composition makes them of AWS's clients. */
function makePorts({ world, states, handlers }: Surroundings, caller: Caller) {
  const { clock } = world;
  const objects = makeModelObjects(world, caller, AWAY);
  const workflows = states.workflows(caller);
  const locking = { statusOf: (arn: string) => workflows.status(arn), now: () => clock.now() };
  return {
    clock,
    objects,
    locks: makeObjectLocks({ objects, ...locking }),
    primaryLocks: makeObjectLocks({
      objects: makeModelObjects(world, caller, HOME),
      records: objects,
      ...locking,
    }),
    record: makeObjectRecord(objects),
    traffic: makeObjectTraffic(objects),
    jobs: makeObjectBackgroundJobs(objects),
    writers: makeObjectApplicationWriters(objects),
    clients: makeModelClients(world, caller),
    gates: NO_GATES,
    databases: makeModelDatabases(world, caller),
    hurriedDatabases: makeModelDatabases(world, caller),
    sessions: makeModelSessions(world, caller),
    settings: makeModelSettings(world, caller),
    disruption: makeModelDisruption(world, caller),
    workflows,
    executions: states.executions(caller),
    handlers: handlers(caller),
    probe: makeModelProbe(world, caller),
    endpoint: makeModelEndpoint(world, caller),
    reader: makeFakeReader(clock),
    secrets: makeFakeSecrets(),
    sha256,
    byteLength: (text: string) => Buffer.byteLength(text),
    toolVersion: '1.2.3',
    render: () => ({ txt: 'a report' }),
    evidence: evidenceOn(objects),
    retention: makeFakeRetention(),
  };
}
