import * as z from 'zod';
import { instantText } from '../stored.ts';

/** Outcomes of the states from the promotion to the services that are led to it. */

/** When a call that waits for AWS was sent, or was answered; absent from runs that did not note it, null for no call. */
export const callInstant = instantText.nullable().optional();

/** Databases that a run has gone on without, at a person's word, and what was seen of their replicas. */
const without = z.array(z.object({ id: z.string(), instance: z.string(), seen: z.string() })).optional();

export const PromoteReplicaOutcome = z.object({
  databases: z.array(
    z.object({
      id: z.string(),
      instance: z.string(),
      alreadyPromoted: z.boolean(),
      requestId: z.string().nullable(),
      requestedAt: callInstant,
      acceptedAt: callInstant,
    }),
  ),
  without,
});

/** All four have to hold: source gone (API), out of recovery, higher timeline (SQL), a row of ours acknowledged. */
export const ProvePromotionOutcome = z.object({
  databases: z.array(
    z.object({
      id: z.string(),
      sourceGone: z.boolean(),
      inRecovery: z.boolean(),
      writeAcknowledgedAt: instantText,
      server: z.string(),
      systemIdentifier: z.string(),
      timeline: z.int().positive(),
      lsn: z.string(),
      /** When the last look began that did not find all of it; null when the first one did. */
      lastPendingAt: callInstant,
      /** What the API said of the instance while it was still in recovery; null where nobody asked. */
      statusWhileInRecovery: z.string().nullable().default(null),
    }),
  ),
  without,
});

export const SwitchTrafficOutcome = z.object({
  activeSite: z.string(),
  key: z.string(),
  etag: z.string(),
  requestedAt: callInstant,
  switchedAt: callInstant,
});

/** In the order of waves. `healthyAt` is null when the deadline passed first. */
export const VerifyServicesOutcome = z.object({
  services: z.array(
    z.object({
      name: z.string(),
      wave: z.int(),
      required: z.boolean(),
      healthyAt: instantText.nullable(),
      detail: z.string(),
    }),
  ),
});
