import * as z from 'zod';
import { AwsError } from '../../wire/aws-error.ts';
import { parseInput } from '../../wire/parse-input.ts';
import { findMapRun } from './find-map-run.ts';
import type { Operation } from './operation.ts';

const Input = z.strictObject({
  mapRunArn: z.string(),
  maxConcurrency: z.int().min(0).optional(),
  toleratedFailureCount: z.int().min(0).optional(),
  toleratedFailurePercentage: z.number().min(0).max(100).optional(),
});

/** Changes what a Map Run may while it is under way. The reason of a refusal is AWS's, its message is not known here. */
export const updateMapRun: Operation = (world, { region, input }) => {
  const { mapRunArn, ...given } = parseInput(Input, input);
  const run = findMapRun(world, region, mapRunArn);
  if (run.ending()) throw refused(`Map Run ${mapRunArn} has ended`, 'CANNOT_UPDATE_COMPLETED_MAP_RUN');
  const change = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  if (Object.keys(change).length === 0)
    throw refused('Nothing to change is given', 'MISSING_REQUIRED_PARAMETER');
  run.update(change);
  return {};
};

function refused(message: string, reason: string): AwsError {
  return new AwsError('ValidationException', message, 400, { members: { reason } });
}
