import * as z from 'zod';

/** What the comparing process has measured. */
export const InventoryMessage = z.object({
  readSeconds: z.number(),
  compareSeconds: z.number(),
  residentMiBBefore: z.number(),
  /** While each slice was compared. */
  peaksResidentMiB: z.array(z.number()).min(1),
  /** On the heap after each slice, garbage collected. */
  keptMiB: z.array(z.number()).min(1),
  /** Null when every key of both sides was compared. */
  unread: z.string().nullable(),
  counts: z.record(z.string(), z.number()),
});

export type InventoryMessage = z.infer<typeof InventoryMessage>;
