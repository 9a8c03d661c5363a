import * as z from 'zod';
import { drillMode } from './drill-mode.ts';

/** A fault as text, such as `region-loss` or `replication-delay=5s`; what it may be is checked with the whole plan. */
const fault = z.string().max(80);

/** fis: AWS Fault Injection Service, by an experiment template tagged with the fault. none: nothing is injected. */
export const FailoverDrill = z.strictObject({
  ...drillMode,
  disruption: z
    .strictObject({
      adapter: z.enum(['fis', 'none']).default('fis'),
      fault: fault.default('region-loss'),
      conditions: z.array(fault).max(5).default([]),
    })
    .prefault({}),
});
