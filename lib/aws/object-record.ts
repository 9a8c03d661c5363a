import { Conflict } from '../domain/failure.ts';
import { StepEntry } from '../domain/record/entry.ts';
import { runKeys } from '../domain/run/run-keys.ts';
import type { Objects } from '../ports/objects.ts';
import type { RunRecord } from '../ports/run-record.ts';

/** The record as objects that are created once and never changed: handlers reach nothing but AWS. */
export function makeObjectRecord(objects: Objects): RunRecord {
  return {
    append: async (run, entry) => {
      try {
        await objects.put(runKeys.entry(run, entry), JSON.stringify(entry), { absent: true });
      } catch (error) {
        if (!(error instanceof Conflict)) throw error;
      }
    },
    entries: async (run) => {
      const keys = await objects.list(runKeys.record(run));
      const stored = await Promise.all(keys.map((key) => objects.get(key)));
      return stored.flatMap((object) => (object ? [StepEntry.parse(JSON.parse(object.text))] : []));
    },
  };
}
