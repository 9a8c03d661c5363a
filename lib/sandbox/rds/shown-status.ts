import { setTimeout as sleep } from 'node:timers/promises';
import type { InstanceParts } from './instance-parts.ts';

/** How long the status says modifying. */
export const MODIFYING_MS = 200;

/** What the service says of an instance, which is later than what is true of its server, and sometimes other. */
export class ShownStatus {
  #word = 'creating';
  #storageFull = false;
  readonly #note: InstanceParts['note'];

  constructor(note: InstanceParts['note']) {
    this.#note = note;
  }

  /** As RDS words it. */
  get word(): string {
    return this.#storageFull ? 'storage-full' : this.#word;
  }

  /** Whether it was last set to this, whatever a full volume hides. */
  is(word: string): boolean {
    return this.#word === word;
  }

  become(word: string): void {
    this.#word = word;
  }

  /** Whether it says that the volume is full, whatever else is true. */
  showStorageFull(full: boolean): void {
    this.#storageFull = full;
  }

  /** A backup changes nothing but the status: the pause of I/O that a snapshot can bring is left out. */
  backUp(milliseconds: number): void {
    this.#word = milliseconds > 0 ? 'backing-up' : 'available';
    if (milliseconds > 0) void this.#backUpFor(() => pause(milliseconds));
  }

  /** Backing up until `work` is done, unless the instance is not available now; it serves meanwhile. */
  async backUpWhile(work: () => Promise<void>): Promise<void> {
    if (this.is('available')) this.#word = 'backing-up';
    await this.#backUpFor(work);
  }

  /** Short, as nothing real is changed: long enough to be seen. */
  async modify(events: readonly string[]): Promise<void> {
    this.#word = 'modifying';
    await pause(MODIFYING_MS);
    for (const event of events) this.#note('configuration change', event);
    if (this.is('modifying')) this.#word = 'available';
  }

  async #backUpFor(work: () => Promise<void>): Promise<void> {
    const shown = this.is('backing-up');
    this.#note('backup', 'Backing up DB instance');
    try {
      await work();
      // One that was lost, stopped or deleted meanwhile has another status by now.
      if (this.is('backing-up') === shown) this.#note('backup', 'Finished DB Instance backup');
    } finally {
      if (this.is('backing-up')) this.#word = 'available';
    }
  }
}

/** Keeps no process alive: a sandbox that ends waits for none of them. */
export async function pause(milliseconds: number): Promise<void> {
  if (milliseconds > 0) await sleep(milliseconds, undefined, { ref: false });
}
