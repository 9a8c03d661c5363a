/** S3 allows 63 characters, of which the name below takes nine. */
export const LONGEST_SITE_BUCKET = 54;

/**
 * Bucket of a site's divergence store, beside the site's own: rows of users lie apart from evidence, so that they have a
 * key and a lifetime of their own and can be deleted.
 */
export function divergenceBucket(siteBucket: string): string {
  return `${siteBucket}-diverged`;
}
