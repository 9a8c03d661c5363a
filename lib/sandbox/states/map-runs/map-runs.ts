import { randomUUID } from 'node:crypto';
import type { MapRunPort, MapRunRequest } from '../asl/distributed/map-run-port.ts';
import type { ExecutionRecord } from '../executions/execution-record.ts';
import type { JournalStore } from '../executions/journal-store.ts';
import type { MapRunWorld } from './child-executions.ts';
import { makeMapRun, type MapRun } from './map-run.ts';
import type { MapRunRecord } from './map-run-line.ts';
import { makeMapRunLog } from './map-run-log.ts';

/** Every Map Run, also ended ones. */
export interface MapRuns {
  readonly get: (arn: string) => MapRun | undefined;
  /** Those that an execution has started, newest first. */
  readonly of: (executionArn: string) => readonly MapRun[];
  readonly portOf: (parent: ExecutionRecord) => MapRunPort;
  /** Takes in one whose journal there is. */
  readonly add: (journal: string, record: MapRunRecord) => void;
  /** Ends those that no state waits for: their execution ended, or went another way, when the interpreter was killed. */
  readonly endOrphans: () => void;
}

export function makeMapRuns(journals: JournalStore, world: MapRunWorld): MapRuns {
  const all = new Map<string, MapRun>();
  const add = (name: string, record: MapRunRecord): void => {
    const journal = journals.open(name);
    const read = () => journals.read(name).flatMap(({ mapRun }) => (mapRun ? [mapRun] : []));
    const append: MapRunAppend = (mapRun) => {
      journal.append({ mapRun });
      if (mapRun.ended) journal.close();
    };
    all.set(record.arn, makeMapRun(makeMapRunLog({ record, read, append }), world));
  };
  const open = (parent: ExecutionRecord, request: MapRunRequest): void => {
    if (all.has(request.arn)) return;
    const record = makeRecord(parent, request, world.clock.now());
    const name = encodeURIComponent(record.arn.split(':').slice(5).join('.'));
    const journal = journals.open(name);
    journal.append({ mapRun: { opened: record } });
    journal.close();
    add(name, record);
  };
  return {
    get: (arn) => all.get(arn),
    of: (executionArn) =>
      [...all.values()]
        .filter(({ record }) => record.executionArn === executionArn)
        .toSorted((a, b) => b.record.startedAt - a.record.startedAt),
    portOf: (parent) => makePort(all, parent, (request) => open(parent, request)),
    add,
    endOrphans: () => {
      for (const run of all.values()) if (isOrphan(run, world)) run.abort();
    },
  };
}

type MapRunAppend = Parameters<typeof makeMapRunLog>[0]['append'];

/** One that was aborted may have left children, if the interpreter was killed while it ended them. */
function isOrphan({ record, ending }: MapRun, { get }: MapRunWorld): boolean {
  if ((ending()?.status ?? 'ABORTED') !== 'ABORTED') return false;
  const parent = get(record.executionArn);
  return !parent || parent.ending() !== null || !parent.mapRunArns().includes(record.arn);
}

/** Labels are unique in a whole definition, so that of a Map state inside another one's children stands alone, too. */
function machineOf(name: string): string {
  return name.split('/')[0] ?? name;
}

function makeRecord(parent: ExecutionRecord, request: MapRunRequest, startedAt: number): MapRunRecord {
  const { label, ...given } = request;
  return {
    ...given,
    executionArn: parent.arn,
    region: parent.region,
    machineArn: `${machineOf(parent.machineArn)}/${label}`,
    machineName: `${machineOf(parent.machineName)}/${label}`,
    startedAt,
  };
}

function makePort(
  all: ReadonlyMap<string, MapRun>,
  parent: ExecutionRecord,
  open: (request: MapRunRequest) => void,
): MapRunPort {
  const found = (arn: string): MapRun => {
    const run = all.get(arn);
    if (run) return run;
    throw new Error(`there is no Map Run ${arn}`);
  };
  const [, , , region, account] = parent.arn.split(':');
  const machine = machineOf(parent.machineName);
  return {
    newArn: (label) => `arn:aws:states:${region}:${account}:mapRun:${machine}/${label}:${randomUUID()}`,
    open,
    filled: (arn) => found(arn).filled(),
    fill: (arn, children) => found(arn).fill(children),
    redrive: (arn, of) => found(arn).redrive(of),
    run: (arn, signal) => found(arn).run(signal),
    results: (arn) => found(arn).results(),
    end: (arn, status) => found(arn).end(status),
  };
}
