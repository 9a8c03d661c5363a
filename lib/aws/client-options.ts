/**
 * Options of every SDK client: one attempt (the workflow retries, visibly), and a request time-out far below a step's,
 * because with the defaults a call to a silent region hangs for many seconds.
 */
export function clientOptions(region: string) {
  return {
    region,
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true },
  } as const;
}
