import { cleanRuns } from '../../../lib/cli/clean-runs.ts';
import { unfinishedRuns } from '../../../lib/cli/unfinished-runs.ts';
import { breachesAtRest, heldAtRest } from '../at-rest.ts';
import { returnRegion } from '../instance-changes.ts';
import type { ModelAws } from '../model-aws.ts';
import { HOME } from '../model-world.ts';
import { changesProduction } from '../guards.ts';
import { activeSite, isOfTheWorldsMaking, isServed } from '../serving.ts';
import { endWatch } from '../standing-watch.ts';
import type { System } from './system.ts';

const HOURS_TO_REST = 48;
const MOST_ROUNDS = 4;

/**
 * Nobody acts any more: questions expire, sweeps run until nothing changes. What must never be is looked for; then a
 * person aborts what only a person may end, the region comes back, and it is looked for once more. Answers what was found.
 */
export async function breachesOf(system: System): Promise<readonly string[]> {
  const { aws } = system;
  system.calm();
  endWatch(aws);
  await sweepToRest(system);
  const halfWay = await halfWayRuns(system);
  const first = await found(system, { halfWay, mayHold: await waitingForRegion(system) });
  if (first.length > 0) return first;
  for (const run of halfWay) {
    system.abort(run);
    await aws.world.clock.rest(HOURS_TO_REST);
  }
  returnRegion(aws.world, HOME, { isGated: false });
  await sweepToRest(system);
  return [...(await found(system, { halfWay: NOBODY, mayHold: NOBODY })), ...leftUnserved(system)];
}

async function sweepToRest({ aws }: System): Promise<void> {
  const { clock } = aws.world;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    await clock.rest(HOURS_TO_REST);
    const before = await unfinished(aws);
    if (before === NONE) return;
    await clock.drive(aws.clean());
    await clock.rest(HOURS_TO_REST);
    // Of a lost region nothing can be said: what a run may have left there is listed until it is back.
    if ((await unfinished(aws)) === before) return;
  }
  aws.world.breaches.add('sweeping comes to no end');
}

const NONE = '[]';

async function unfinished({ world, access }: ModelAws): Promise<string> {
  const runs = await world.clock.drive(unfinishedRuns(access));
  return JSON.stringify(
    runs.map(({ run, cleanUp, sealed, heldLocks }) => ({ run, cleanUp, sealed, heldLocks })),
  );
}

/** Real failovers that were cut off: nobody ends them by the way, and they are named. */
async function halfWayRuns({ aws }: System): Promise<ReadonlySet<string>> {
  const dry = { dryRun: false, tell: () => undefined };
  const cleaned = await aws.world.clock.drive(cleanRuns(aws.access, dry));
  return new Set(
    cleaned.flatMap(({ run, left }) => (left?.some((words) => words.includes('muster resume')) ? [run] : [])),
  );
}

/** Runs that `muster clean` names and cannot finish before the lost region answers: until then they keep their locks. */
async function waitingForRegion({ aws: { world, access } }: System): Promise<ReadonlySet<string>> {
  if (!world.regions[HOME]?.lost) return NOBODY;
  const listed = await world.clock.drive(unfinishedRuns(access));
  return new Set(listed.map(({ run }) => run));
}

const NOBODY: ReadonlySet<string> = new Set();

interface Excused {
  /** Not ended yet: nothing is asked of them. */
  readonly halfWay: ReadonlySet<string>;
  /** Ended, and may hold a lock still. */
  readonly mayHold: ReadonlySet<string>;
}

async function found(
  { aws, runs, truth }: System,
  { halfWay, mayHold }: Excused,
): Promise<readonly string[]> {
  const { clock, happenings } = aws.world;
  const outages = happenings.filter(({ what }) => what === 'region lost').length;
  const ended = runs.filter((run) => !halfWay.has(run));
  const all: string[] = [];
  for (const run of ended)
    all.push(...(await clock.drive(breachesAtRest(aws, run, outages === 1 ? truth : null))));
  const held = await clock.drive(heldAtRest(aws));
  return [...new Set([...all, ...aws.world.breaches])].filter(
    (breach) => !held.some(({ run, words }) => words === breach && (halfWay.has(run) || mayHold.has(run))),
  );
}

/** A server takes writes, or could, and clients are led to none. */
function leftUnserved({ aws: { world } }: System): readonly string[] {
  if (isServed(world) || isOfTheWorldsMaking(world)) return [];
  const servers = world.instances.map(({ id, source, inRecovery, operatorOnly, noLogin, status }) =>
    JSON.stringify({ id, source, inRecovery, operatorOnly, noLogin, status }),
  );
  const said = world.happenings
    .filter(({ by, what }) => what.includes('region') || (by && changesProduction({ what, subject: '' })))
    .map(({ what, by }) => `${what} by ${by?.run ?? 'the world'}`);
  return [`clients are led to ${activeSite(world)}: ${servers.join(', ')}, after ${said.join(', ')}`];
}
