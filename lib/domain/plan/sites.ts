import * as z from 'zod';
import { planName, regionName, siteBucketName } from './names.ts';

export const Site = z.strictObject({
  name: planName.describe('Name of the site, as the traffic switch writes it.'),
  region: regionName.describe('AWS region, or data centre that is driven through the same API.'),
  bucket: siteBucketName.describe(
    'Bucket of the site, with versioning. That of the recovery site holds record, lock, traffic switch and jobs gate. `<bucket>-diverged` beside it is for rows that an old primary alone held.',
  ),
});

/** The site that a drill takes away, the one that recovers, and optionally a third that only watches. */
export const Sites = z.strictObject({
  primary: Site.describe('The site that is lost.'),
  recovery: Site.describe('The site that recovers, and from which the drill runs.'),
  witness: Site.optional().describe(
    'A third site that only watches: whether the primary region is lost is asked from there too. Without it no region is ever called lost before a real failover.',
  ),
});

export type Site = z.infer<typeof Site>;
export type Sites = z.infer<typeof Sites>;
