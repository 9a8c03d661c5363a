import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { homeDirectory } from '../../../lib/sandbox/postgres/home-directory.ts';
import { startMuster, withStateDirectory } from './muster-command.ts';
import { ProcessWatch, processesOf } from './process-watch.ts';

const LOOK_EVERY_MS = 20;
const GONE_WITHIN_MS = 2_000;
const REACHED_WITHIN_MS = 90_000;

/** A word of the progress, and the signal that comes then. */
export interface Moment {
  readonly word: string;
  readonly signal: NodeJS.Signals;
}

export interface Remains {
  /** How many processes there had been. */
  readonly seen: number;
  /** What still ran two seconds after the signal. */
  readonly running: readonly string[];
  /** Whether the servers' home outside the state directory was still there at the command's end. */
  readonly home: boolean;
}

/** Kills a drill's command at a moment. @throws Error with what it printed when the moment does not come. */
export async function killedAt({ word, signal }: Moment): Promise<Remains> {
  const found: { remains?: Remains } = {};
  await withStateDirectory(async (state) => {
    found.remains = await remainsOf(state, { word, signal });
  });
  if (!found.remains) throw new Error('nothing was looked at');
  return found.remains;
}

async function remainsOf(state: string, { word, signal }: Moment): Promise<Remains> {
  const watch = new ProcessWatch();
  const { child, ended, stderr } = startMuster(['drill', 'failover'], state);
  const pid = child.pid ?? 0;
  const look = async () => {
    watch.look(pid);
    await sleep(LOOK_EVERY_MS);
  };
  const deadline = performance.now() + REACHED_WITHIN_MS;
  while (!stderr().includes(word)) {
    if (performance.now() > deadline) throw new Error(`"${word}" was not reached: ${stderr()}`);
    await look();
  }
  watch.look(pid);
  child.kill(signal);
  const killedAtMs = performance.now();
  const left = () => [...watch.running(), ...processesOf(state)];
  while (performance.now() < killedAtMs + GONE_WITHIN_MS && left().length > 0) await look();
  const running = left();
  await ended;
  return { seen: watch.count, running, home: existsSync(homeDirectory(join(state, 'sandbox'), true)) };
}
