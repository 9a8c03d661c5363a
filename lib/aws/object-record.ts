import { Conflict } from '../domain/failure.ts';
import { maskSecrets } from '../domain/record/mask-secrets.ts';
import { StepEntry } from '../domain/record/entry.ts';
import { runKeys } from '../domain/run/run-keys.ts';
import type { Objects } from '../ports/objects.ts';
import type { RunRecord } from '../ports/run-record.ts';

/**
 * The record as objects that are created once and never changed: handlers reach nothing but AWS. What looks like a secret
 * is masked at once, since nobody can take it out of the bucket again.
 */
export function makeObjectRecord(objects: Objects): RunRecord {
  const create = async (key: string, text: string) => {
    try {
      await objects.put(key, text, { absent: true });
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
    }
  };
  return {
    append: (run, entry) => create(runKeys.entry(run, entry), maskSecrets(JSON.stringify(entry))),
    rehearse: (run) => create(runKeys.warm(run), '{}'),
    entries: async (run) => {
      const keys = await objects.list(runKeys.record(run));
      const stored = await Promise.all(keys.map((key) => objects.get(key)));
      return stored.flatMap((object) => (object ? [StepEntry.parse(JSON.parse(object.text))] : []));
    },
  };
}
