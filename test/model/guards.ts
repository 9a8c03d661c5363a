import { StepEntry } from '../../lib/domain/record/entry.ts';
import { OUTCOMES } from '../../lib/domain/record/outcomes.ts';
import { planKeys } from '../../lib/domain/run/run-keys.ts';
import { LockObject } from '../../lib/aws/lock-object.ts';
import { AWAY, type Guard, type Happening, HOME, type ModelWorld } from './model-world.ts';
import {
  activeSite,
  behindFrontDoors,
  databasesIn,
  isWritable,
  PLAN,
  SITES,
  writableInstances,
} from './serving.ts';

/** Two servers of one system that take writes at once: their contents part for ever. */
export const oneWritablePrimary: Guard = (world, { what, by }) => {
  const all = writableInstances(world);
  const writable = databasesIn(world)
    .map((database) => all.filter((one) => one.database === database).map(({ id }) => id))
    .find((ids) => ids.length > 1);
  return writable === undefined || isAccepted(world)
    ? null
    : `${writable.join(' and ')} take writes at once, after ${what} by ${by?.state ?? 'the world'}`;
};

/** Whether two people have taken the divergence upon themselves, on record. */
function isAccepted({ buckets }: ModelWorld): boolean {
  return [...(buckets[AWAY] ?? [])].some(([key, { text }]) => {
    if (!/\/record\/RequestAcceptance\/\d+\/outcome\.json$/.test(key)) return false;
    const { answer, by } = OUTCOMES.RequestAcceptance.parse(StepEntry.parse(JSON.parse(text)).data);
    return answer === 'approved' && new Set(by.map(({ name }) => name)).size >= 2;
  });
}

/** Nothing is promoted before the fence of every database is proven. */
export const promotedWithProof: Guard = (world, { what, by }) => {
  if (what !== 'databases.promote' || !by) return null;
  const outcome = OUTCOMES.FenceOldPrimary.safeParse(world.outcomes.get(`${by.run}/FenceOldPrimary`)).data;
  const isProven = outcome !== undefined && outcome.databases.every(({ proof }) => proof !== 'none');
  return isProven || isAccepted(world) ? null : `${by.run} promoted without proof of a fence`;
};

/** The traffic switch names exactly one site, and one that exists. */
export const oneEndpoint: Guard = (world) => {
  const site = activeSite(world);
  const isThere = site !== null && world.instances.some(({ region }) => region === SITES[site]);
  return isThere ? null : `the traffic switch names ${site}`;
};

/** Clients are led to a server that takes their writes by then. */
export const ledToAServer: Guard = (world, { what, subject, by }) => {
  if (what !== 'objects.put' || subject !== planKeys.traffic(PLAN) || !by) return null;
  const targets = behindFrontDoors(world);
  const dead = targets.find((target) => !isWritable(world, target));
  return targets.length > 0 && !dead
    ? null
    : `${by.run} led clients to ${dead?.id ?? 'nowhere'}, which takes no writes`;
};

/** Clients are led away from a database that is gone there only at a person's word. */
export const withoutOnlyByWord: Guard = (world, { what, subject, by }) => {
  if (what !== 'objects.put' || subject !== planKeys.traffic(PLAN) || !by) return null;
  const region = SITES[activeSite(world) ?? ''];
  const missing = world.instances.find((one) => one.region === region && one.gone);
  return !missing || isGoneWithout(world, by.run)
    ? null
    : `${by.run} led clients on without ${missing.id}, and nobody had said so`;
};

function isGoneWithout({ buckets }: ModelWorld, run: string): boolean {
  return [...(buckets[AWAY] ?? [])].some(([key, { text }]) => {
    if (!key.includes(`/${run}/record/RequestDecision/`) || !key.endsWith('/outcome.json')) return false;
    return OUTCOMES.RequestDecision.parse(StepEntry.parse(JSON.parse(text)).data).answer === 'go-without';
  });
}

/** Every guard, with a memory of its own. */
export function makeGuards(): readonly Guard[] {
  return [
    oneWritablePrimary,
    promotedWithProof,
    oneEndpoint,
    ledToAServer,
    withoutOnlyByWord,
    makeRisingGenerations(),
    makeNoStaleCalls(),
    makeOneEnd(),
    isolatedChangesNothing,
  ];
}

/** The generation of a lock never falls, and rises with each new owner. */
export function makeRisingGenerations(): Guard {
  const last = new Map<string, LockObject>();
  return (world, { what, subject }) => {
    if (what !== 'objects.put' || !subject.startsWith('locks/')) return null;
    for (const region of [HOME, AWAY]) {
      const lock = lockIn(world, region, subject);
      const before = last.get(`${region}/${subject}`);
      if (!lock) continue;
      last.set(`${region}/${subject}`, lock);
      if (!before) continue;
      const least = before.generation + (lock.owner === before.owner ? 0 : 1);
      if (lock.generation < least)
        return `${subject} fell from generation ${before.generation} to ${lock.generation}`;
    }
    return null;
  };
}

function lockIn(world: ModelWorld, region: string, key: string): LockObject | null {
  const stored = world.buckets[region]?.get(key);
  return stored ? LockObject.parse(JSON.parse(stored.text)) : null;
}

/** What changes the system that users rely on. Record, samples and files of a run are its own. */
const PRODUCTION = new Set([
  'databases.promote',
  'sessions.fence',
  'sessions.admit',
  'sessions.writeProof',
  'disruption.start',
  'disruption.undo',
]);

export function changesProduction({ what, subject }: Pick<Happening, 'what' | 'subject'>): boolean {
  if (what === 'objects.put') return subject === planKeys.traffic(PLAN) || subject === planKeys.jobs(PLAN);
  return PRODUCTION.has(what);
}

/**
 * Once a run with a later generation has changed something, no call of an earlier one has an effect. What undoes a
 * run's own fault is no such call: it belongs to nobody else. Nor is a deferred fence: it is right for as long as another
 * server was promoted, whoever runs meanwhile.
 */
export function makeNoStaleCalls(): Guard {
  let newest: { readonly run: string; readonly generation: number } | null = null;
  return (world, happened) => {
    const { by, what } = happened;
    if (!by || !changesProduction(happened) || what === 'disruption.undo') return null;
    if (by.state === 'ApplyDeferredFence') return null;
    const generation = OUTCOMES.AcquireLock.safeParse(world.outcomes.get(`${by.run}/AcquireLock`)).data
      ?.generation;
    if (generation === undefined) return `${by.run} did ${what} without a lock`;
    if (newest && newest.generation > generation)
      return `${by.run} (generation ${generation}) did ${what} after ${newest.run} (generation ${newest.generation}) had begun`;
    newest = { run: by.run, generation };
    return null;
  };
}

/** An execution ends once, and once more when somebody has made it go on. */
export function makeOneEnd(): Guard {
  const ended = new Set<string>();
  return (_world, { what, subject }) => {
    if (what === 'executions.redrive') ended.delete(subject.slice(subject.lastIndexOf(':') + 1));
    if (what !== 'execution ended') return null;
    if (ended.has(subject)) return `execution ${subject} ended twice`;
    ended.add(subject);
    return null;
  };
}

/** A run on isolated copies, known by its name, touches nothing that users rely on: no row is written there either. */
export const ISOLATED_RUN = 'run-isolated';

export const isolatedChangesNothing: Guard = (_world, happened) => {
  const { by, what, subject } = happened;
  if (by?.run !== ISOLATED_RUN) return null;
  return changesProduction(happened) || what === 'workflows.start'
    ? `an isolated run did ${what} on ${subject}`
    : null;
};
