import * as z from 'zod';
import { planName, prose } from './names.ts';

/** A scheduled job or queue consumer that is off before promotion, so that nothing runs twice. */
export const BackgroundJob = z.strictObject({
  name: planName.describe('Name of the job.'),
  description: prose.default('').describe('For people.'),
});
