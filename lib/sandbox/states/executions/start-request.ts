import type { StateMachine } from '../state-machine.ts';
import type { ChildPlace, ExecutionRecord } from './execution-record.ts';

export type StartedMachine = Pick<StateMachine, 'arn' | 'name' | 'region' | 'definition'>;

export interface StartRequest {
  readonly name: string;
  readonly input: string;
  readonly child?: ChildPlace;
}

export function executionArn({ arn }: Pick<StateMachine, 'arn'>, name: string): string {
  return `${arn.replace(':stateMachine:', ':execution:')}:${name}`;
}

/** What an execution's journal begins with. */
export function makeRecord(
  machine: StartedMachine,
  { name, input, startedAt, child }: StartRequest & Pick<ExecutionRecord, 'startedAt'>,
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
    ...(child ? { child } : {}),
  };
}
