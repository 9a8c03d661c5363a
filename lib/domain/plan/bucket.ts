import * as z from 'zod';
import { bucketName, planName } from './names.ts';

/** Objects that the primary site's bucket replicates to the recovery site's. */
export const Bucket = z.strictObject({
  id: planName.describe('Name by which services and groups speak of it.'),
  primary: bucketName.describe('Bucket of the primary site.'),
  replica: bucketName.describe('Bucket of the recovery site.'),
});

export type Bucket = z.infer<typeof Bucket>;
