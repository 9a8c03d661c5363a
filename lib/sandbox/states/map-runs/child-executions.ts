import { createHash } from 'node:crypto';
import type { Execution } from '../executions/execution.ts';
import { executionArn, type StartedMachine, type StartRequest } from '../executions/start-request.ts';
import { redriveRefusal } from '../executions/redrivable.ts';
import type { Clock } from '../asl/clock.ts';
import type { MapRunLog } from './map-run-log.ts';

/** What Map Runs need of the executions around them. */
export interface MapRunWorld {
  readonly clock: Clock;
  readonly get: (arn: string) => Execution | undefined;
  readonly start: (machine: StartedMachine, request: StartRequest) => Execution;
}

/** One child of a run, started or not. */
export interface Child {
  readonly arn: string;
  readonly name: string;
  readonly input: string;
  readonly items: number;
  readonly execution: Execution | undefined;
  /** It has failed, was aborted or timed out, and is to go on with the run's latest redrive. */
  readonly awaitsRedrive: boolean;
}

export interface Children {
  readonly count: () => number;
  readonly at: (index: number) => Child;
  /** Starts a child, or makes it go on. */
  readonly begin: (index: number) => Execution;
}

/** Names follow from the run and the item, so that after a kill the same child is found instead of started twice. */
export function makeChildren(log: MapRunLog, world: MapRunWorld): Children {
  const { record } = log;
  const machine = { ...record, arn: record.machineArn, name: record.machineName };
  const at = (index: number): Child => {
    const { input, items } = log.inputs()?.[index] ?? { input: 'null', items: 0 };
    const name = childName(record.arn, index);
    const arn = executionArn(machine, name);
    const execution = world.get(arn);
    const awaitsRedrive = execution !== undefined && isDue(execution, log.round(), world.clock.now());
    return { arn, name, input, items, execution, awaitsRedrive };
  };
  return {
    count: () => log.inputs()?.length ?? 0,
    at,
    begin: (index) => {
      const { name, input, items, execution, awaitsRedrive } = at(index);
      const round = log.round();
      if (!execution)
        return world.start(machine, { name, input, child: { runArn: record.arn, items, round } });
      if (awaitsRedrive) execution.redrive(String(round));
      else execution.run();
      return execution;
    },
  };
}

function isDue(execution: Execution, round: number, now: number): boolean {
  if (!execution.ending() || redriveRefusal(execution, now) !== null) return false;
  const last = execution.redrives().at(-1)?.clientToken;
  const begun = last === undefined ? (execution.record.child?.round ?? 0) : Number(last);
  return begun < round;
}

/** A UUID, as AWS names children. */
function childName(runArn: string, index: number): string {
  const digits = createHash('sha256').update(`${runArn} ${index}`).digest('hex');
  return digits.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
