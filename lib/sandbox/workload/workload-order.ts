import * as z from 'zod';
import { JournalConfig } from '../sandbox-config.ts';

/** A store as a service reaches it: through its front door, never at an instance. */
export const StoreAddress = z.object({
  frontDoor: z.string(),
  host: z.string(),
  port: z.int(),
  database: z.string(),
  user: z.string(),
  password: z.string(),
  journal: JournalConfig.optional(),
});

/** What the process of a region is told by its parent, over the channel that ends with the parent. */
export const WorkloadOrder = z.object({
  region: z.string(),
  caPem: z.string(),
  services: z.array(z.object({ name: z.string(), stores: z.array(StoreAddress) })),
});

/** What it answers once all its servers listen. */
export const WorkloadReady = z.object({ ports: z.record(z.string(), z.int()) });

export type StoreAddress = z.infer<typeof StoreAddress>;
export type WorkloadOrder = z.infer<typeof WorkloadOrder>;
export type WorkloadReady = z.infer<typeof WorkloadReady>;
