import { LambdaClient } from '@aws-sdk/client-lambda';
import { clientOptions } from '../../lib/aws/client-options.ts';
import { makeLambdaHandlers } from '../../lib/aws/lambda-handlers.ts';
import { ownRegion } from './environment.ts';
import { once } from './once.ts';

/** A handler that is called to get warm may start cold, and open sessions. */
const PATIENT_MS = 30_000;

const inRegion = once((region) => {
  const options = {
    ...clientOptions(region),
    requestHandler: { requestTimeout: PATIENT_MS, throwOnRequestTimeout: true },
  };
  return makeLambdaHandlers(
    new LambdaClient(options),
    (name) => `${process.env['MUSTER_FUNCTION_PREFIX'] ?? ''}${name}`,
  );
});

export function handlers() {
  return inRegion(ownRegion());
}
