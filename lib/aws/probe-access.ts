import { LambdaClient } from '@aws-sdk/client-lambda';
import type { Handlers } from '../ports/handlers.ts';
import { clientOptions } from './client-options.ts';
import { makeLambdaHandlers } from './lambda-handlers.ts';
import type { Account } from './site-access.ts';

export interface ProbeAccess extends Handlers {
  close(): void;
}

/** The functions of one region as the command line calls them: once, and given up at the deadline. */
export function accessProbes(
  { endpoint, credentials }: Account,
  region: string,
  deadlineMs: number,
): ProbeAccess {
  const lambda = new LambdaClient({
    ...clientOptions(region),
    requestHandler: {
      connectionTimeout: deadlineMs,
      requestTimeout: deadlineMs,
      throwOnRequestTimeout: true,
    },
    endpoint,
    credentials,
  });
  return { ...makeLambdaHandlers(lambda, (name) => name), close: () => lambda.destroy() };
}
