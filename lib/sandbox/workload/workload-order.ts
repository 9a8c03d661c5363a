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

/** How the writers of a service stand in a region. */
export const Writers = z.object({
  /** As their gate said when it could be read last: `unread` when it never could. */
  gate: z.enum(['open', 'closed', 'unread']),
  /** Whether new users are led to the service there. */
  led: z.boolean(),
});

/** How those of each service stand, by its name: told with the order, and again whenever it has changed. */
export const WritersWord = z.object({ writers: z.record(z.string(), Writers) });

export const WorkloadStart = WorkloadOrder.extend(WritersWord.shape);

/** What it answers once all its servers listen. */
export const WorkloadReady = z.object({ ports: z.record(z.string(), z.int()) });

export type StoreAddress = z.infer<typeof StoreAddress>;
export type WorkloadOrder = z.infer<typeof WorkloadOrder>;
export type WorkloadStart = z.infer<typeof WorkloadStart>;
export type Writers = z.infer<typeof Writers>;
export type WritersWord = z.infer<typeof WritersWord>;
export type WorkloadReady = z.infer<typeof WorkloadReady>;
