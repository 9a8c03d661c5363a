import * as z from 'zod';
import { FailoverInput } from './failover-input.ts';

/** Input of an execution: a recovery plan compiled for one run of one kind. */
export const RunInput = z.discriminatedUnion('kind', [FailoverInput]);

export type RunInput = z.infer<typeof RunInput>;
