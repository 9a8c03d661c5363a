import type { ChildInput, MapRunSettings } from '../asl/distributed/map-run-port.ts';
import type { MapRunEnding, MapRunLine, MapRunRecord, MapRunRedrive } from './map-run-line.ts';

/** What the lines of a Map Run's journal add up to. */
export interface MapRunLog {
  readonly record: MapRunRecord;
  readonly settings: () => MapRunSettings;
  /** Null until the items were read. */
  readonly inputs: () => readonly ChildInput[] | null;
  readonly redrives: () => readonly MapRunRedrive[];
  /** How often the run was made to go on. */
  readonly round: () => number;
  readonly ending: () => MapRunEnding | null;
  readonly write: (line: MapRunLine) => void;
}

export interface MapRunFile {
  readonly record: MapRunRecord;
  readonly append: (line: MapRunLine) => void;
  readonly read: () => readonly MapRunLine[];
}

export function makeMapRunLog({ record, append, read }: MapRunFile): MapRunLog {
  let settings = record.settings;
  let inputs: readonly ChildInput[] | null = null;
  let ending: MapRunEnding | null = null;
  let resumes = 0;
  const redrives: MapRunRedrive[] = [];
  const replay = (line: MapRunLine): void => {
    settings = line.settings ?? settings;
    inputs = line.filled ?? inputs;
    if (line.redriven) redrives.push(line.redriven);
    if (line.resumed !== undefined) resumes += 1;
    ending = line.redriven || line.resumed !== undefined ? null : (line.ended ?? ending);
  };
  for (const line of read()) replay(line);
  return {
    record,
    settings: () => settings,
    inputs: () => inputs,
    redrives: () => redrives,
    round: () => redrives.length + resumes,
    ending: () => ending,
    write: (line) => {
      append(line);
      replay(line);
    },
  };
}
