/** Name of the log in a site's bucket: each site has its own. */
export function logOrigin({ region, bucket }: { readonly region: string; readonly bucket: string }): string {
  return `muster/${region}/${bucket}`;
}
