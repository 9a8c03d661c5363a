/** A call that is not answered within this time is given up: a slow API is waited for, a silent one is not. */
export const REQUEST_LIMIT_MS = 4_000;
export const HURRIED_LIMIT_MS = 1_500;

/**
 * Options of every SDK client: one attempt (the workflow retries, visibly), and a request time-out far below a step's,
 * because with the defaults a call to a silent region hangs for many seconds.
 */
export function clientOptions(region: string) {
  return {
    region,
    maxAttempts: 1,
    requestHandler: {
      connectionTimeout: 1_000,
      requestTimeout: REQUEST_LIMIT_MS,
      throwOnRequestTimeout: true,
    },
  } as const;
}

/** For what somebody would like to know and can do without: a silent region delays nobody by more than this. */
export function hurriedOptions(region: string) {
  const options = clientOptions(region);
  return {
    ...options,
    requestHandler: { ...options.requestHandler, requestTimeout: HURRIED_LIMIT_MS },
  } as const;
}

/**
 * For a command that a person waits for, whose calls may be made twice: no workflow would try them again, and a machine
 * that stands still for a second is no reason to give a run up. A silent region costs it a few seconds more.
 */
export function patientOptions(region: string) {
  return { ...clientOptions(region), maxAttempts: 3 } as const;
}
