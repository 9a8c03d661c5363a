import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkflowState } from './failover-states.ts';

const LOOK_EVERY_MS = 2;

/**
 * Waits until a run is in a state: for a task, until its function was called. The journal of the interpreter says so
 * at once; the API would be asked too late. False when the run ended without coming there.
 */
export async function untilIn(
  stateDir: string,
  { run, state, withinMs }: { run: string; state: WorkflowState; withinMs: number },
): Promise<boolean> {
  const deadline = performance.now() + withinMs;
  const journal = await openJournal(stateDir, { run, deadline });
  if (!journal) return false;
  try {
    for (;;) {
      const text = journal.read();
      const entered = text.indexOf(`"stateEnteredEventDetails":{"name":"${state.name}"`);
      if (entered >= 0 && (state.type !== 'Task' || text.includes('"type":"TaskStarted"', entered)))
        return true;
      if (text.includes('"ended":{') || performance.now() > deadline) return false;
      await sleep(LOOK_EVERY_MS);
    }
  } finally {
    journal.close();
  }
}

interface JournalReader {
  /** All that has been written so far. */
  read(): string;
  close(): void;
}

async function openJournal(
  stateDir: string,
  { run, deadline }: { run: string; deadline: number },
): Promise<JournalReader | null> {
  const directory = join(stateDir, 'executions');
  while (performance.now() < deadline) {
    const files = await readdir(directory).catch(() => []);
    const name = files.find((file) => file.endsWith(`.failover.${run}.ndjson`));
    if (name) return journalReader(join(directory, name));
    await sleep(LOOK_EVERY_MS);
  }
  return null;
}

/** Reads what is new and no more: whoever watches must not load the machine that it watches. */
function journalReader(path: string): JournalReader {
  const file = openSync(path, 'r');
  const decoder = new StringDecoder('utf8');
  let offset = 0;
  let text = '';
  return {
    read: () => {
      const { size } = fstatSync(file);
      if (size <= offset) return text;
      const added = Buffer.alloc(size - offset);
      const length = readSync(file, added, 0, added.length, offset);
      offset += length;
      text += decoder.write(added.subarray(0, length));
      return text;
    },
    close: () => closeSync(file),
  };
}
