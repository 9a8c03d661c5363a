import { StateFailure } from './state-failure.ts';

/** Largest input, output or task payload: https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
export const MAX_PAYLOAD_BYTES = 262_144;

/** A value as JSON text. @throws StateFailure States.DataLimitExceeded above 256 KiB of UTF-8. */
export function payloadText(value: unknown, subject: string): string {
  const text = JSON.stringify(value) ?? 'null';
  if (text.length > MAX_PAYLOAD_BYTES / 4 && Buffer.byteLength(text) > MAX_PAYLOAD_BYTES) {
    const cause = `The state/task '${subject}' returned a result with a size exceeding the maximum number of bytes service limit.`;
    throw new StateFailure('States.DataLimitExceeded', cause, { explained: true });
  }
  return text;
}

/** "The total size of all stored variables cannot exceed 10MiB per execution": AWS, workflow-variables. */
const MOST_STORED_BYTES = 10 * 2 ** 20;

/**
 * Variables that a sequence holds and sees; those that other branches hold at the same time are not counted. AWS's error
 * for it is not documented, so this one has the name of the limit of which it is a kind.
 * @throws StateFailure States.DataLimitExceeded
 */
export function checkStored(stored: readonly Readonly<Record<string, unknown>>[], subject: string): void {
  const bytes = stored.reduce((sum, variables) => sum + Buffer.byteLength(JSON.stringify(variables)), 0);
  if (bytes <= MOST_STORED_BYTES) return;
  const cause = `The variables stored with the state '${subject}' exceed ${MOST_STORED_BYTES} bytes in total.`;
  throw new StateFailure('States.DataLimitExceeded', cause, { explained: true });
}
