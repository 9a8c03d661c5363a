import * as z from 'zod';
import { bucketName, planName, regionName } from './names.ts';

export const Site = z.strictObject({ name: planName, region: regionName, bucket: bucketName });

/** The site that a drill takes away, the one that recovers, and optionally a third that only watches. */
export const Sites = z.strictObject({ primary: Site, recovery: Site, witness: Site.optional() });

export type Site = z.infer<typeof Site>;
export type Sites = z.infer<typeof Sites>;
