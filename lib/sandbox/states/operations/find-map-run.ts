import type { MapRun } from '../map-runs/map-run.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { checkArn, type StatesWorld } from './operation.ts';

/** @throws AwsError InvalidArn, ResourceNotFound, whose wording on AWS is not known here */
export function findMapRun(world: StatesWorld, region: string, arn: string): MapRun {
  checkArn(arn);
  const run = world.executions.mapRuns.get(arn);
  if (run && run.record.region === region) return run;
  const detail = { members: { resourceName: arn } };
  throw new AwsError('ResourceNotFound', `Resource not found: '${arn}'`, 400, detail);
}
