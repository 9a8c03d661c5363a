import * as z from 'zod';
import { duration } from './duration.ts';
import { hostName, port } from './names.ts';
import { withForm } from './plan-forms.ts';
import { webAddress } from './web-address.ts';

const timeout = duration({ minSeconds: 0.001, maxSeconds: 60 })
  .prefault('PT1S')
  .describe('A check that took longer failed.');

const kind = <K extends string>(one: K) => withForm(z.literal(one), 'http, tcp');

/** How a service's health is judged from outside: an HTTP answer of 2xx, or a connection that opens. */
export const PlanHealthCheck = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: kind('http').describe('http: an answer of 2xx. tcp: a connection that opens.'),
    url: webAddress.describe('http only.'),
    timeout,
  }),
  z.strictObject({
    kind: kind('tcp').describe('http: an answer of 2xx. tcp: a connection that opens.'),
    host: hostName.describe('tcp only.'),
    port: port.describe('tcp only.'),
    timeout,
  }),
]);

export type PlanHealthCheck = z.infer<typeof PlanHealthCheck>;
