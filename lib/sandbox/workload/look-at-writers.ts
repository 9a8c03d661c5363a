import * as z from 'zod';
import type { Writers, WritersWord } from './workload-order.ts';

const Gate = z.object({ offAt: z.string().nullable() });

/** A service in one region, and what its writers go by. */
export interface WritingService {
  readonly name: string;
  /** Names of sites that the region goes by. */
  readonly sites: readonly string[];
  /** What the gate of its writers holds: undefined where there is none, null where it cannot be read. */
  readonly readGate: () => unknown;
  /** The site that new users are led to. */
  readonly activeSite: () => string;
}

/**
 * Answers a function that looks how the writers of a region's services stand, and remembers what a gate said last. One
 * that cannot be read changes nothing: a service that stopped then would be lost with the region that its gate lies in.
 * Before it was read for the first time nothing is written: who has just come back knows of nothing.
 */
export function makeLookAtWriters(services: readonly WritingService[]): () => WritersWord {
  const last = new Map<string, Writers['gate']>();
  const gateOf = (service: WritingService): Writers['gate'] => {
    const gate = gateNow(service) ?? last.get(service.name) ?? 'unread';
    last.set(service.name, gate);
    return gate;
  };
  return () => ({
    writers: Object.fromEntries(
      services.map((service): [string, Writers] => [
        service.name,
        { gate: gateOf(service), led: service.sites.includes(service.activeSite()) },
      ]),
    ),
  });
}

/** Undefined where the gate says nothing. */
function gateNow({ sites, readGate }: WritingService): Writers['gate'] | undefined {
  const held = readGate();
  if (held === undefined) return 'open';
  const gate = Gate.safeParse(held);
  if (!gate.success) return undefined;
  return gate.data.offAt !== null && sites.includes(gate.data.offAt) ? 'closed' : 'open';
}
