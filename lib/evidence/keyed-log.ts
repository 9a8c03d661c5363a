import { base64 } from '../domain/bytes.ts';
import { keyHintOf } from '../domain/log/checkpoint.ts';
import type { LogEntry } from '../domain/log/log-entry.ts';
import type { LogLeaf } from '../domain/log/log-leaf.ts';
import { SCHEMA_VERSION } from '../domain/stored.ts';
import { type AppendPorts, makeAppendToLog } from './append-to-log.ts';
import { readEntry } from './log-entries.ts';

/** A log that has each key that its checkpoints are signed with. All of it: @throws as `makeAppendToLog` */
export interface KeyedLog {
  /** Appends a leaf, and before it the key that signs, where the log does not know it. */
  readonly append: (leaf: LogLeaf) => Promise<LogEntry>;
  /** Tells the log of the key that signs, as met at `at`; answers the entry that says so, also an earlier one. */
  readonly logKey: (at: string) => Promise<LogEntry>;
}

export function makeKeyedLog(ports: AppendPorts): KeyedLog {
  const append = makeAppendToLog(ports);
  const logKey = async (at: string) => {
    const { keyId, spki } = await ports.signer.key();
    const from = await signedSince(ports, spki, at);
    const what = { schemaVersion: SCHEMA_VERSION, type: 'key', action: 'added', keyId } as const;
    return append({ ...what, spki: base64(spki), from, reason: 'it signs for this log', at });
  };
  return {
    logKey,
    append: async (leaf) => {
      const since = fromOf(await logKey(leaf.at));
      // Two runs may meet a new key at once, by clocks that differ: what it signs is logged when it is there, never before.
      return append(leaf.at < since ? { ...leaf, at: since } : leaf);
    },
  };
}

/** A log that is older than its statements about keys has been signed with its key from its first entry on. */
async function signedSince(ports: AppendPorts, spki: Uint8Array, at: string): Promise<string> {
  const first = await readEntry(ports, 0);
  return first?.signed.keyHint === keyHintOf(ports.sha256, spki) ? first.leaf.at : at;
}

function fromOf({ leaf }: LogEntry): string {
  return leaf.type === 'key' ? leaf.from : leaf.at;
}
