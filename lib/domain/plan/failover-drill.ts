import * as z from 'zod';
import { drillMode } from './drill-mode.ts';

/** fis: AWS Fault Injection Service, by an experiment template tagged with the fault. none: nothing is injected. */
export const FailoverDrill = z.strictObject({
  ...drillMode,
  disruption: z
    .strictObject({
      adapter: z.enum(['fis', 'none']).default('fis'),
      fault: z.enum(['region-loss', 'region-loss=refused']).default('region-loss'),
    })
    .prefault({}),
});
