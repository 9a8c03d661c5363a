import * as z from 'zod';
import { withForm } from './plan-forms.ts';
import { webAddress } from './web-address.ts';

const localTime = withForm(
  z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a local time such as 22:00'),
  'local time',
);
const topic = withForm(z.string().regex(/^arn:aws[a-z-]*:sns:\S+$/, 'the ARN of an SNS topic'), 'ARN');

/** Where a run announces itself. Quiet hours hold drills' messages back, never a real event's. */
export const Notifications = z.strictObject({
  topics: z.array(topic).default([]).describe('SNS topics.'),
  quietHours: z
    .strictObject({
      from: localTime.describe('Start, such as 22:00.'),
      to: localTime.describe('End, such as 07:00.'),
    })
    .optional()
    .describe('When messages of drills wait; those of real events never do.'),
  console: webAddress
    .optional()
    .describe('Address at which `muster console` is reached; messages then link to it.'),
});
