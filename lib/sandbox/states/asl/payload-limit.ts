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
