import { RUN_TAG } from '../domain/run/resource-tags.ts';
import { errorName } from './aws-failure.ts';

/** Whether an error is this one of RDS, whose names end in Fault in the SDK and not always on the wire. */
export function isRdsError(error: unknown, ...names: readonly string[]): boolean {
  return names.includes(errorName(error).replace(/Fault$/, ''));
}

/** An answer that says no: neither silence, nor throttling, nor a failure of the service. */
export function isRefusal(error: unknown): error is Error {
  return error instanceof Error && '$fault' in error && error.$fault === 'client';
}

/** Whose a resource is, as its tags have it. */
export function ownerIn(tags: Readonly<Record<string, string>>): string {
  return tags[RUN_TAG] === undefined ? 'of no run' : `of run ${tags[RUN_TAG]}`;
}
