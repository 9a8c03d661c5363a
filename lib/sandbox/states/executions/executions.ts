import type { Instant } from '../asl/clock.ts';
import { makeMapRuns, type MapRuns } from '../map-runs/map-runs.ts';
import { type Execution, makeExecution } from './execution.ts';
import type { OuterPorts } from './execution-ports.ts';
import { ExecutionRecord } from './execution-record.ts';
import type { JournalStore } from './journal-store.ts';
import { makeRecord, type StartedMachine, type StartRequest } from './start-request.ts';

/** Every execution, also ended ones. */
export interface Executions {
  readonly get: (arn: string) => Execution | undefined;
  /** Newest first. */
  readonly of: (machineArn: string) => readonly Execution[];
  readonly start: (machine: StartedMachine, request: StartRequest) => Execution;
  readonly mapRuns: MapRuns;
  /** Goes on with those that had not ended when the interpreter did. */
  readonly resume: () => void;
  readonly now: () => Instant;
}

/** Executions and Map Runs with a journal each. */
export function makeExecutions(journals: JournalStore, ports: OuterPorts): Executions {
  const all = new Map<string, Execution>();
  const get = (arn: string): Execution | undefined => all.get(arn);
  const open = (name: string, record: ExecutionRecord): Execution => {
    const journal = journals.open(name);
    const read = () => journals.read(name).slice(1);
    const file = { record, read, append: journal.append, ended: journal.close };
    const execution = makeExecution(file, { ...ports, mapRuns: mapRuns.portOf });
    all.set(record.arn, execution);
    return execution;
  };
  const start = (machine: StartedMachine, request: StartRequest): Execution => {
    const record = makeRecord(machine, { ...request, startedAt: ports.clock.now() });
    const name = journalName(record);
    const journal = journals.open(name);
    journal.append({ started: record });
    journal.close();
    const execution = open(name, record);
    execution.run();
    return execution;
  };
  const mapRuns = makeMapRuns(journals, { clock: ports.clock, get, start });
  for (const name of journals.names()) {
    const [first] = journals.read(name);
    if (first?.started) open(name, ExecutionRecord.parse(first.started));
    if (first?.mapRun?.opened) mapRuns.add(name, first.mapRun.opened);
  }
  return {
    now: ports.clock.now,
    get,
    of: (arn) => executionsOf(all, arn),
    start,
    mapRuns,
    resume: () => resume(all, mapRuns),
  };
}

function executionsOf(all: ReadonlyMap<string, Execution>, machineArn: string): readonly Execution[] {
  return [...all.values()]
    .filter(({ record }) => record.machineArn === machineArn)
    .toSorted((a, b) => b.record.startedAt - a.record.startedAt);
}

/** Children go on with the Map state that waits for them; what no state waits for any more is ended first. */
function resume(all: ReadonlyMap<string, Execution>, mapRuns: MapRuns): void {
  mapRuns.endOrphans();
  for (const execution of all.values()) if (!execution.record.child) execution.run();
}

function journalName({ region, machineName, name }: ExecutionRecord): string {
  return `${region}.${encodeURIComponent(machineName)}.${encodeURIComponent(name)}`;
}
