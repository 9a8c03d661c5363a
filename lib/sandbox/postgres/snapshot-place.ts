import { existsSync, renameSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { KilledTree } from '../process/kill-tree.ts';
import { type Program, type RunningProgram, startProgram } from './run-program.ts';
import type { ServerRoom } from './server.ts';

type Streams = readonly ['ignore' | 'pipe', 'ignore' | 'pipe'];

/** Where a region keeps its snapshots, one directory each, below the servers' home, and what reads and writes there. */
export class SnapshotPlace {
  readonly #region: string;
  readonly #room: () => ServerRoom | undefined;
  readonly #programs = new Set<RunningProgram>();
  readonly #removals = new Set<Promise<void>>();
  #state: 'open' | 'lost' | 'held' = 'open';
  #base: string | undefined;

  /** `room` is asked when something is to be kept. */
  constructor(region: string, room: () => ServerRoom | undefined) {
    this.#region = region;
    this.#room = room;
  }

  directoryOf(name: string): string {
    return join(this.#state === 'held' ? this.#heldBase() : this.#openBase(), name);
  }

  start(program: Program, streams?: Streams): RunningProgram {
    if (this.#state !== 'open') throw new Error(`${program.name} was not started: ${this.#region} is lost`);
    const started = startProgram(this.#standing(), program, streams);
    this.#programs.add(started);
    void started.child.exited.then(() => this.#programs.delete(started));
    return started;
  }

  /** @throws Error when the program fails, or is killed */
  async run(program: Program): Promise<void> {
    await this.start(program).done;
  }

  /** Also where the storage comes back meanwhile: what was begun in the one place is ended in the other. */
  async remove(name: string): Promise<void> {
    while (existsSync(this.directoryOf(name))) {
      const removal = rm(this.directoryOf(name), { recursive: true, force: true, maxRetries: 3 });
      this.#removals.add(removal);
      await removal.finally(() => this.#removals.delete(removal));
    }
  }

  /** SIGKILL to every program that is under way; none starts until the place is released. */
  kill(): readonly KilledTree[] {
    this.#state = 'lost';
    return [...this.#programs].map(({ child }) => child.kill());
  }

  /** Takes the storage away, when no program is left, as the loss of the region does. */
  async hold(): Promise<void> {
    if (this.#state !== 'lost' || !this.#room()) return;
    // One that has begun would miss what is moved away under it.
    await Promise.allSettled(this.#removals);
    renameSync(this.#openBase(), this.#heldBase());
    this.#state = 'held';
  }

  release(): void {
    if (this.#state === 'held') renameSync(this.#heldBase(), this.#openBase());
    this.#state = 'open';
  }

  #openBase(): string {
    return (this.#base ??= this.#standing().home.snapshotDir(this.#region));
  }

  #heldBase(): string {
    return `${this.#openBase()}.held`;
  }

  #standing(): ServerRoom {
    const found = this.#room();
    if (!found) throw new Error('the sandbox is still starting');
    return found;
  }
}

/** A place for each region. */
export function makeSnapshotPlaces(
  regions: readonly string[],
  room: () => ServerRoom | undefined,
): (region: string) => SnapshotPlace {
  const places = new Map(regions.map((region) => [region, new SnapshotPlace(region, room)]));
  return (region) => {
    const found = places.get(region);
    if (!found) throw new Error(`${region} is no region of this sandbox`);
    return found;
  };
}
