import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import * as z from 'zod';
import type { Handlers } from '../ports/handlers.ts';
import { callAws } from './aws-failure.ts';

/** A function that ended without an answer (out of memory, out of time) gives no type. */
const FunctionError = z.object({ errorType: z.string().default('Unhandled'), errorMessage: z.string() });

/** Step handlers as Lambda functions; `nameOf` gives the deployed name of a handler. */
export function makeLambdaHandlers(lambda: LambdaClient, nameOf: (handler: string) => string): Handlers {
  return {
    invoke: async (name, event) => {
      const answer = await callAws(`Lambda ${name}`, () =>
        lambda.send(new InvokeCommand({ FunctionName: nameOf(name), Payload: JSON.stringify(event) })),
      );
      const payload: unknown = JSON.parse(answer.Payload?.transformToString() || 'null');
      if (answer.FunctionError === undefined) return payload;
      const { errorType, errorMessage } = FunctionError.parse(payload);
      throw Object.assign(new Error(`${name}: ${errorMessage}`), { name: errorType });
    },
  };
}
