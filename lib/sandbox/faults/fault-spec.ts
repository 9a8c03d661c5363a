import type { Loss } from '../network/region-gateway.ts';

/** APIs that a fault can hit: never those of the injector, of the workflows or of their functions. */
export const FAULTY_SERVICES = ['rds', 's3', 'secretsmanager'] as const;
export type FaultyService = (typeof FAULTY_SERVICES)[number];

/** A fault as it is written, understood. */
export type FaultSpec =
  | { readonly kind: 'region-loss'; readonly loss: Loss }
  | { readonly kind: 'partition'; readonly from: 'everybody' | 'regions' | 'clients' | 'link' }
  | { readonly kind: 'freeze' }
  | { readonly kind: 'full-disk' }
  | { readonly kind: 'replication-delay'; readonly delayMs: number }
  | { readonly kind: 'bandwidth'; readonly bytesPerSecond: number }
  | {
      readonly kind: 'slow-api';
      readonly delayMs: number;
      /** Undefined: all that can be hit. */
      readonly service: FaultyService | undefined;
    }
  | {
      readonly kind: 'throttled-api' | 'api-errors';
      /** Of the calls, in percent. */
      readonly percent: number;
      readonly service: FaultyService | undefined;
    };

export type FaultKind = FaultSpec['kind'];

const DISRUPTIONS: ReadonlySet<FaultKind> = new Set(['region-loss', 'partition', 'freeze', 'full-disk']);

/** Of disruptions a region bears one at a time; conditions may stand beside them. */
export function isDisruption(kind: FaultKind): boolean {
  return DISRUPTIONS.has(kind);
}
