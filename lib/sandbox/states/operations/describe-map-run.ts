import * as z from 'zod';
import { countChildren } from '../map-runs/count-children.ts';
import { parseInput } from '../../wire/parse-input.ts';
import { findMapRun } from './find-map-run.ts';
import { type Operation, wireTimestamp } from './operation.ts';

const Input = z.strictObject({ mapRunArn: z.string() });

/** What a Map Run may, how far it is, and how its children fare. A tolerance that was not given is 0, as on AWS. */
export const describeMapRun: Operation = (world, { region, input }) => {
  const run = findMapRun(world, region, parseInput(Input, input).mapRunArn);
  const { arn, executionArn, startedAt } = run.record;
  const settings = run.settings();
  const ending = run.ending();
  const last = run.redrives().at(-1);
  const now = world.executions.now();
  return {
    mapRunArn: arn,
    executionArn,
    status: ending?.status ?? 'RUNNING',
    startDate: wireTimestamp(startedAt),
    ...(ending ? { stopDate: wireTimestamp(ending.at) } : {}),
    maxConcurrency: settings.maxConcurrency,
    toleratedFailureCount: settings.toleratedFailureCount ?? 0,
    toleratedFailurePercentage: settings.toleratedFailurePercentage ?? 0,
    itemCounts: countChildren(run, ({ items }) => items, now),
    executionCounts: countChildren(run, () => 1, now),
    redriveCount: run.redrives().length,
    ...(last ? { redriveDate: wireTimestamp(last.at) } : {}),
  };
};
