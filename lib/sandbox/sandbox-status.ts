import * as z from 'zod';
import { Delays, Timing } from './sandbox-config.ts';

const Door = z.object({
  name: z.string(),
  host: z.string(),
  port: z.int(),
  /** Leads to the initial site's instance from inside its region, whatever the switch says: for a stale writer. */
  direct: z.object({ host: z.string(), port: z.int() }),
  database: z.string(),
  user: z.string(),
  passwordFile: z.string(),
  activeSite: z.string(),
});

/** What `sandbox status --json` prints. `frontDoor` is the first database's; `frontDoors` has all. */
export const SandboxStatus = z.object({
  endpoint: z.string(),
  supervisorPid: z.int(),
  caFile: z.string(),
  frontDoor: Door,
  frontDoors: z.array(Door),
  services: z.array(z.object({ name: z.string(), url: z.string(), activeSite: z.string() })),
  instances: z.array(
    z.object({
      id: z.string(),
      region: z.string(),
      host: z.string(),
      port: z.int(),
      /** The way to it from inside its region, and from each region that no database stands in. */
      inside: z.object({ host: z.string(), port: z.int() }),
      witnesses: z.record(z.string(), z.object({ host: z.string(), port: z.int() })),
      state: z.string(),
      role: z.enum(['primary', 'replica']),
      pid: z.int().nullable(),
    }),
  ),
  regions: z.array(z.object({ name: z.string(), state: z.enum(['up', 'lost', 'returning']) })),
  timing: Timing,
  delays: Delays,
  faults: z.array(z.object({ experiment: z.string(), fault: z.string(), region: z.string() })),
});

export type SandboxStatus = z.infer<typeof SandboxStatus>;
