import * as z from 'zod';
import { parseInput } from '../../wire/parse-input.ts';
import { findMachine, type Operation, wireTimestamp } from './operation.ts';

const Input = z.strictObject({
  stateMachineArn: z.string(),
  includedData: z.enum(['ALL_DATA', 'METADATA_ONLY']).default('ALL_DATA'),
});

/** "arn:…:stateMachine:myStateMachine/mapStateLabel" is the machine that the Map state stands in: API_DescribeStateMachine. */
function labelIn(arn: string): { readonly machineArn: string; readonly label: string | undefined } {
  const [machineArn = arn, label] = arn.split('/');
  return { machineArn, label };
}

/** A machine with its definition, byte for byte as it was configured. */
export const describeStateMachine: Operation = (world, { region, input }) => {
  const { stateMachineArn, includedData } = parseInput(Input, input);
  const { machineArn, label } = labelIn(stateMachineArn);
  const { arn, name, definition, createdAt } = findMachine(world, region, machineArn);
  return {
    stateMachineArn: arn,
    name,
    status: 'ACTIVE',
    ...(includedData === 'ALL_DATA' ? { definition } : {}),
    roleArn: `arn:aws:iam::${arn.split(':')[4]}:role/${name}`,
    type: 'STANDARD',
    creationDate: wireTimestamp(createdAt),
    loggingConfiguration: { level: 'OFF', includeExecutionData: false },
    tracingConfiguration: { enabled: false },
    ...(label === undefined ? {} : { label }),
  };
};
