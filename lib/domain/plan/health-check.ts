import * as z from 'zod';
import { duration } from './duration.ts';
import { hostName, port } from './names.ts';

const timeout = duration({ minSeconds: 0.001, maxSeconds: 60 }).prefault('PT1S');

/** How a service's health is judged from outside: an HTTP answer of 2xx, or a connection that opens. */
export const PlanHealthCheck = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('http'),
    url: z.string().regex(/^https?:\/\/[^\s/]+\S*$/, 'an http or https URL'),
    timeout,
  }),
  z.strictObject({ kind: z.literal('tcp'), host: hostName, port, timeout }),
]);

export type PlanHealthCheck = z.infer<typeof PlanHealthCheck>;
