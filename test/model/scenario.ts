import type { FailoverInput } from '../../lib/domain/run/failover-input.ts';
import { LEDGER, ORDERS } from '../fakes/run-input.ts';
import { APPROVALS, drillInput, NOTICES, realInput } from './drill-input.ts';
import { cutFromClients, loseReplica, loseRegion } from './instance-changes.ts';
import type { Spoil } from './environment.ts';
import type { ModelAws } from './model-aws.ts';
import type { People, Said } from './model-people.ts';
import { type Estate, HOME, type ModelWorld } from './model-world.ts';
import { startWatch, WATCH } from './standing-watch.ts';

/** One way for a failover to come about. */
export interface Scenario {
  readonly name: string;
  readonly input: (run: string) => FailoverInput;
  /** Those of the workflow's Task states that are struck in it. */
  readonly struck: (states: readonly string[]) => readonly string[];
  /** What happens before the run is started. */
  readonly before?: (aws: ModelAws) => Promise<void>;
  /** Who answers what the run asks; nobody where there is none. */
  readonly people?: () => People;
  /** Makes something fail beside what is struck. */
  readonly trouble?: () => Spoil;
  /** False where no answer of the heartbeat reaches the state that waits for the detection. */
  readonly tellsDetection?: boolean;
  readonly estate?: Estate;
}

const CUT_OFF: FailoverInput['disruption'] = { adapter: 'fis', fault: 'partition=clients', conditions: [] };
/** What only some scenarios come to. */
const ON_THE_SIDE = [
  'StartHerald',
  'PollDetection',
  'RequestApproval',
  'RequestAcceptance',
  'DeferFence',
  'RequestDecision',
];
/** Where it matters whether the old primary is dead, or is to be fenced. */
const BY_FENCE = [
  'InjectDisruption',
  'FenceOldPrimary',
  'PromoteReplica',
  'ProvePromotion',
  'SwitchTraffic',
  'ReturnRegion',
];
/** Of a drill alone. */
const MADE_WORSE = ['ApplyConditions', 'WarmHandlers', 'InjectDisruption', 'AwaitDetection'];

/** A loss that a standing watch sees, and that nobody has made. */
function losing(lose: (world: ModelWorld) => void): NonNullable<Scenario['before']> {
  return async (aws) => {
    await startWatch(aws);
    await aws.world.clock.sleep(15_000);
    lose(aws.world);
    await aws.world.clock.sleep(10_000);
  };
}

const APPROVE: readonly Said[] = [{ by: 'Ben', word: 'approve' }];
const ACCEPT: readonly Said[] = [...APPROVE, { by: 'Cleo', word: 'approve' }];
const RETRY: readonly Said[] = [{ by: 'Ada', word: 'retry' }];

/** Who has said so often that a state is to be tried again says no more. */
const PATIENCE = 3;

/** People who agree, and who have tried again what has failed, a few times. */
export function willing(): People {
  const asked = new Map<string, Set<string>>();
  return ({ kind, about, id }) => {
    if (kind !== 'decision') return kind === 'approval' ? APPROVE : ACCEPT;
    const times = (asked.get(about) ?? new Set()).add(id);
    asked.set(about, times);
    return times.size > PATIENCE ? [] : RETRY;
  };
}

/** The divergence is refused when it is asked first. */
function hesitant(): People {
  const others = willing();
  let asked: string | null = null;
  return (request) => {
    if (request.kind !== 'divergence') return others(request);
    asked ??= request.id;
    return request.id === asked ? [{ by: 'Ben', word: 'deny' }] : others(request);
  };
}

/** They try again what has failed, and then go on without what cannot be had. */
function forsaking(): People {
  const others = willing();
  let asked = 0;
  return (request) => {
    if (!request.choices.includes('go-without')) return others(request);
    asked += 1;
    return asked > 1 ? [{ by: 'Ada', word: 'go-without' }] : RETRY;
  };
}

/** The first switch of traffic is refused: a person has to decide after the promotion. */
function switchRefusedOnce(): Spoil {
  let refused = false;
  return (ports) => ({
    ...ports,
    traffic: {
      ...ports.traffic,
      activate: (request) => {
        if (refused) return ports.traffic.activate(request);
        refused = true;
        return Promise.reject(new Error('not authorized to switch traffic'));
      },
    },
  });
}

const real = (run: string) => realInput(run, { watch: { run: WATCH } });
const regionLost = losing((world) => loseRegion(world, HOME));
/** Of the second database the replica is lost as well, once pre-flight has found it in order. */
const regionAndReplicaLost = losing((world) => {
  loseRegion(world, HOME);
  world.listeners.add(() => {
    const { by } = world.happenings.at(-1) ?? {};
    if (by?.state === 'RequestApproval') loseReplica(world, 'ledger-west');
  });
});
/** Struck in other scenarios. */
const ASKED_LATER = ['StartHerald', 'RequestDecision'];
const isOfReal = (state: string) => !MADE_WORSE.includes(state);

export const DRILLS: readonly Scenario[] = [
  {
    name: 'drill, region lost',
    input: (run) => drillInput(run),
    struck: (states) => states.filter((state) => !ON_THE_SIDE.includes(state)),
  },
  {
    name: 'drill, clients cut off from a primary that lives',
    input: (run) => drillInput(run, { disruption: CUT_OFF }),
    struck: (states) => states.filter((state) => BY_FENCE.includes(state)),
  },
  {
    name: 'drill, the answer of the detection is lost',
    input: (run) => drillInput(run),
    struck: () => ['PollDetection'],
    tellsDetection: false,
  },
  {
    name: 'drill that needs an approval, and announces itself',
    input: (run) => drillInput(run, { approvals: APPROVALS, notices: NOTICES }),
    struck: () => ['StartHerald', 'RequestApproval'],
    people: willing,
  },
];

export const REAL_FAILOVERS: readonly Scenario[] = [
  {
    name: 'real, region lost, divergence accepted',
    input: real,
    before: regionLost,
    struck: (states) => states.filter((state) => isOfReal(state) && !ASKED_LATER.includes(state)),
    people: willing,
  },
  {
    name: 'real, clients cut off, fenced by SQL',
    input: real,
    before: losing((world) => cutFromClients(world, HOME, true)),
    struck: () => ['FenceOldPrimary', 'PromoteReplica', 'ReturnRegion'],
    people: willing,
  },
  {
    name: 'real, region lost, people hesitate',
    input: real,
    before: regionLost,
    struck: () => ['RequestAcceptance', 'RequestDecision'],
    people: hesitant,
  },
  {
    name: 'real, clients cut off, promoted, and clients cannot be led there at first',
    input: real,
    before: losing((world) => cutFromClients(world, HOME, true)),
    struck: () => ['RequestDecision'],
    people: willing,
    trouble: switchRefusedOnce,
  },
];

export const OF_TWO_DATABASES: readonly Scenario[] = [
  {
    name: 'real, region lost, and of one of two databases the replica as well',
    estate: 'two',
    input: (run) => ({ ...real(run), databases: [ORDERS, LEDGER] }),
    before: regionAndReplicaLost,
    struck: () => ['PromoteReplica', 'ProvePromotion', 'SwitchTraffic', 'RequestDecision', 'ReturnRegion'],
    people: forsaking,
  },
];

export const SCENARIOS: readonly Scenario[] = [...DRILLS, ...REAL_FAILOVERS, ...OF_TWO_DATABASES];
