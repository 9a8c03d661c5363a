import * as z from 'zod';
import type { AwsResponse } from '../../wire/aws-request.ts';
import { emptyAnswer, type BucketCall } from '../s3-call.ts';
import { parseDocument } from '../s3-document.ts';
import { invalidArgument, invalidBucketState, malformedXml } from '../s3-errors.ts';
import type { DefaultRetention } from './retention.ts';

const count = z
  .string()
  .regex(/^-?\d+$/)
  .transform(Number)
  .optional();

const Document = z.strictObject({
  ObjectLockConfiguration: z.strictObject({
    ObjectLockEnabled: z.literal('Enabled'),
    Rule: z
      .strictObject({
        DefaultRetention: z.strictObject({
          Mode: z.enum(['GOVERNANCE', 'COMPLIANCE']),
          Days: count,
          Years: count,
        }),
      })
      .optional(),
  }),
});

/** Turns Object Lock on for a versioned bucket, also one that exists already, and sets its default. */
export function putObjectLockConfiguration(call: BucketCall): AwsResponse {
  const { ObjectLockConfiguration } = parseDocument(call, { schema: Document });
  if (call.bucket.versioning !== 'Enabled')
    throw invalidBucketState(
      "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration",
    );
  const rule = ObjectLockConfiguration.Rule?.DefaultRetention;
  const defaultRetention = rule && defaultOf({ mode: rule.Mode, days: rule.Days, years: rule.Years });
  call.bucket.objectLock = { defaultRetention };
  return emptyAnswer(call, 200);
}

/** Days or years, one of the two. */
function defaultOf(rule: DefaultRetention): DefaultRetention {
  if ((rule.days === undefined) === (rule.years === undefined)) throw malformedXml();
  const period = rule.days ?? rule.years ?? 0;
  if (period > 0) return rule;
  throw invalidArgument('Default retention period must be a positive integer value.', {
    name: rule.days === undefined ? 'Years' : 'Days',
    value: String(period),
  });
}
