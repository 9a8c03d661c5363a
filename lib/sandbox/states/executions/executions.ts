import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Instant } from '../asl/clock.ts';
import type { StateMachine } from '../state-machine.ts';
import { type Execution, makeExecution } from './execution.ts';
import type { ExecutionPorts } from './execution-ports.ts';
import { ExecutionRecord, type JournalLine } from './execution-record.ts';
import { openJournal, readJournal } from './journal.ts';

/** Every execution, also ended ones. */
export interface Executions {
  readonly get: (arn: string) => Execution | undefined;
  /** Newest first. */
  readonly of: (machineArn: string) => readonly Execution[];
  readonly start: (
    machine: StateMachine,
    request: { readonly name: string; readonly input: string },
  ) => Execution;
  /** Goes on with those that had not ended when the interpreter did. */
  readonly resume: () => void;
  readonly now: () => Instant;
}

/** Executions with a journal each below `directory`. */
export function makeExecutions(directory: string, ports: ExecutionPorts): Executions {
  mkdirSync(directory, { recursive: true });
  const all = new Map<string, Execution>();
  const open = (path: string, record: ExecutionRecord): Execution => {
    const journal = openJournal(path);
    const read = (): readonly JournalLine[] => readJournal(path).slice(1);
    const file = { record, read, append: journal.append, ended: journal.close };
    const execution = makeExecution(file, ports);
    all.set(record.arn, execution);
    return execution;
  };
  for (const path of journals(directory)) {
    const record = readJournal(path)[0]?.started;
    if (record) open(path, ExecutionRecord.parse(record));
  }
  return {
    now: ports.clock.now,
    get: (arn) => all.get(arn),
    of: (machineArn) =>
      [...all.values()]
        .filter(({ record }) => record.machineArn === machineArn)
        .toSorted((a, b) => b.record.startedAt - a.record.startedAt),
    resume: () => {
      for (const execution of all.values()) execution.run();
    },
    start: (machine, { name, input }) => {
      const record = makeRecord(machine, { name, input, startedAt: ports.clock.now() });
      const path = journalPath(directory, record);
      openJournalWith(path, { started: record });
      const execution = open(path, record);
      execution.run();
      return execution;
    },
  };
}

export function executionArn({ arn }: Pick<StateMachine, 'arn'>, name: string): string {
  return `${arn.replace(':stateMachine:', ':execution:')}:${name}`;
}

function makeRecord(
  machine: StateMachine,
  { name, input, startedAt }: Pick<ExecutionRecord, 'name' | 'input' | 'startedAt'>,
): ExecutionRecord {
  const { region, definition } = machine;
  const arn = executionArn(machine, name);
  return {
    arn,
    name,
    region,
    machineArn: machine.arn,
    machineName: machine.name,
    startedAt,
    input,
    definition,
  };
}

function journals(directory: string): string[] {
  return readdirSync(directory)
    .filter((file) => file.endsWith('.ndjson'))
    .map((file) => join(directory, file));
}

function journalPath(directory: string, { region, machineName, name }: ExecutionRecord): string {
  return join(directory, `${region}.${encodeURIComponent(machineName)}.${encodeURIComponent(name)}.ndjson`);
}

function openJournalWith(path: string, line: JournalLine): void {
  const journal = openJournal(path);
  journal.append(line);
  journal.close();
}
