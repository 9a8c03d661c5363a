import * as z from 'zod';

const localTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a local time such as 22:00');

/** Where a run announces itself. Quiet hours hold drills' messages back, never a real event's. */
export const Notifications = z.strictObject({
  topics: z.array(z.string().regex(/^arn:aws[a-z-]*:sns:\S+$/, 'the ARN of an SNS topic')).default([]),
  quietHours: z.strictObject({ from: localTime, to: localTime }).optional(),
});
