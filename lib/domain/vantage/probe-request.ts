import * as z from 'zod';
import { Evidence } from '../ledger/outage-finding.ts';
import { Endpoint, HealthCheck } from '../run/run-parts.ts';
import { instantText } from '../stored.ts';

/** How the one who looks stands to what is lost. */
export const VantageRole = z.enum(['recovery', 'primary', 'witness']);

/**
 * What a probe is asked to look at, from the region that it runs in. An address that is given is used, as a name is that
 * was resolved before; without one the regional API is asked for it. Replicas are asked only where they stand.
 */
export const ProbeRequest = z.object({
  role: VantageRole,
  primaryRegion: z.string(),
  recoveryRegion: z.string(),
  /** Each look is given up after this time. */
  limitMs: z.number().positive(),
  databases: z
    .array(
      z.object({
        id: z.string(),
        database: z.string(),
        primary: z.string(),
        replica: z.string(),
        operatorSecret: z.string(),
        address: Endpoint.nullable().default(null),
        frontDoor: Endpoint,
      }),
    )
    .min(1),
  services: z.array(z.object({ name: z.string(), healthCheck: HealthCheck })),
});

/** What came of it. `databases`: of replicas, where the probe stands beside them. */
export const ProbeAnswer = z.object({
  evidence: z.array(Evidence),
  services: z.array(z.object({ name: z.string(), healthy: z.boolean(), seen: z.string() })),
  databases: z.array(
    z.object({
      id: z.string(),
      /** When the replication stream last brought anything; null where that is not known. */
      lastArrivalAt: instantText.nullable(),
      claimedLagSeconds: z.number().nullable(),
    }),
  ),
});

export type VantageRole = z.infer<typeof VantageRole>;
export type ProbeRequest = z.infer<typeof ProbeRequest>;
export type ProbeAnswer = z.infer<typeof ProbeAnswer>;
