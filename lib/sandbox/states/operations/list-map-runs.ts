import * as z from 'zod';
import { parseInput } from '../../wire/parse-input.ts';
import { findExecution, type Operation, wireTimestamp } from './operation.ts';
import { pageFields, pageOf } from './page.ts';

const Input = z.strictObject({ executionArn: z.string(), ...pageFields });

/** Map Runs that an execution has started, newest first. */
export const listMapRuns: Operation = (world, { region, input }) => {
  const request = parseInput(Input, input);
  const { arn } = findExecution(world, region, request.executionArn).record;
  const { items, more } = pageOf(world.executions.mapRuns.of(arn), `mapRuns ${arn}`, request);
  return {
    mapRuns: items.map((run) => {
      const ending = run.ending();
      return {
        executionArn: arn,
        mapRunArn: run.record.arn,
        stateMachineArn: run.record.machineArn,
        startDate: wireTimestamp(run.record.startedAt),
        ...(ending ? { stopDate: wireTimestamp(ending.at) } : {}),
      };
    }),
    ...more,
  };
};
