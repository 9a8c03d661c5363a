import { join } from 'node:path';
import { findSandbox } from '../../../lib/sandbox/supervisor/sandbox-client.ts';
import { processesOf } from '../../sandbox/drill/process-watch.ts';
import { allPassed, atMost, type BenchContext } from '../bench-context.ts';
import { muster, musterDrill } from '../run/muster-drill.ts';
import { withStateDirectory } from '../run/state-directory.ts';
import { collectGarbage } from './collect-garbage.ts';
import { bytesOnDisk, leftBehind, residentBytes, sharedMemory } from './left-behind.ts';

const DRILLS = 20;
/** The drill after which nothing should grow any more: code is compiled and caches are filled by then. */
const SETTLED = 3;
const MIB = 2 ** 20;

/** What one drill left in a sandbox that stands: taken right after the drill, before the sandbox is reset. */
export interface Footprint {
  readonly verdict: string;
  /** After a collection, and as it was found before it. */
  readonly residentMiB: number;
  readonly uncollectedMiB: number;
  readonly processes: number;
  readonly fileMiB: Readonly<Record<string, number>>;
}

/** Drills one after another in one supervisor, each on databases that `sandbox reset` has made anew. */
export function memoryPart({ drills, say }: BenchContext) {
  const count = Math.max(SETTLED + 1, drills ?? DRILLS);
  return withStateDirectory(async (stateDir) => {
    const shared = sharedMemory();
    const footprints: Footprint[] = [];
    await succeed(['sandbox', 'up'], stateDir);
    for (let number = 1; number <= count; number++) {
      const { verdicts } = await musterDrill({
        stateDir,
        out: join(stateDir, `run-${number}`),
        arguments: [],
      });
      footprints.push(await footprint(stateDir, verdicts.overall));
      say(`memory ${number}/${count}  ${footprints.at(-1)?.residentMiB.toFixed(1)} MiB  ${verdicts.overall}`);
      await succeed(['sandbox', 'reset'], stateDir);
    }
    await succeed(['sandbox', 'down'], stateDir);
    return memoryResult(footprints, leftBehind(stateDir, shared));
  });
}

export function memoryResult(footprints: readonly Footprint[], left: readonly string[]) {
  const settled = footprints[SETTLED - 1];
  const last = footprints.at(-1);
  if (!settled || !last) throw new RangeError(`${footprints.length} drills are too few for a comparison`);
  const bars = [
    atMost(
      `resident memory after drill ${footprints.length} to that after drill ${SETTLED}, garbage collected`,
      last.residentMiB / settled.residentMiB,
      1.1,
    ),
    atMost('things left behind after `sandbox down`', left.length, 0),
    atMost('processes more than after the third drill', last.processes - settled.processes, 0),
  ];
  return { passed: allPassed(bars), bars, drills: footprints.length, left, footprints };
}

async function footprint(stateDir: string, verdict: string): Promise<Footprint> {
  const sandbox = await findSandbox(join(stateDir, 'sandbox'));
  const pid = (await sandbox?.status())?.supervisorPid ?? 0;
  const uncollectedMiB = residentBytes(pid) / MIB;
  await collectGarbage(pid);
  const bytes = Object.entries(bytesOnDisk(stateDir));
  return {
    verdict,
    residentMiB: residentBytes(pid) / MIB,
    uncollectedMiB,
    processes: processesOf(stateDir).length,
    fileMiB: Object.fromEntries(bytes.map(([name, size]) => [name, Math.round((size / MIB) * 100) / 100])),
  };
}

async function succeed(args: readonly string[], stateDir: string): Promise<void> {
  const { code, stderr } = await muster(args, stateDir);
  if (code !== 0) throw new Error(`muster ${args.join(' ')} ended with ${code}: ${stderr.trim()}`);
}
