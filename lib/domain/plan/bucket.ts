import * as z from 'zod';
import { bucketName, planName } from './names.ts';

/** Objects that the primary site's bucket replicates to the recovery site's. */
export const Bucket = z.strictObject({ id: planName, primary: bucketName, replica: bucketName });

export type Bucket = z.infer<typeof Bucket>;
