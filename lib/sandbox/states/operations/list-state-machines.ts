import * as z from 'zod';
import { parseInput } from '../../wire/parse-input.ts';
import { type Operation, wireTimestamp } from './operation.ts';
import { pageFields, pageOf } from './page.ts';

const Input = z.strictObject(pageFields);

/** State machines of the region, by name. */
export const listStateMachines: Operation = (world, { region, input }) => {
  const request = parseInput(Input, input);
  const here = world.machines.filter((machine) => machine.region === region);
  const { items, more } = pageOf(
    here.toSorted((a, b) => a.name.localeCompare(b.name)),
    `stateMachines ${region}`,
    request,
  );
  return {
    stateMachines: items.map(({ arn, name, createdAt }) => ({
      stateMachineArn: arn,
      name,
      type: 'STANDARD',
      creationDate: wireTimestamp(createdAt),
    })),
    ...more,
  };
};
