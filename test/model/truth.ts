import type { Instant } from '../../lib/domain/instant.ts';
import { AWAY, type Guard, LAG_MICROS, type ModelWorld } from './model-world.ts';
import { behindFrontDoor, isServed } from './serving.ts';

/** What the world knows of an outage, and nobody in it. Microseconds. */
export interface Truth {
  /** From when on clients of the primary site could not write. */
  lostAt: Instant | null;
  /** When they could again, at the recovery site. */
  recoveredAt: Instant | null;
  /** Commits up to here are on the promoted server. */
  keptUntil: Instant | null;
}

/** Watches a world; the answer fills itself. */
export function watchTruth(): { readonly truth: Truth; readonly guard: Guard } {
  const truth: Truth = { lostAt: null, recoveredAt: null, keptUntil: null };
  let wasServed = true;
  const guard: Guard = (world, { what, subject, at }) => {
    if (what === 'promoted')
      truth.keptUntil = Math.min(truth.keptUntil ?? Number.POSITIVE_INFINITY, keptUntil(world, subject, at));
    const served = isServed(world);
    if (truth.recoveredAt === null) {
      if (wasServed && !served) truth.lostAt = at;
      if (!wasServed && served && behindFrontDoor(world)?.region === AWAY) truth.recoveredAt = at;
    }
    wasServed = served;
    return null;
  };
  return { truth, guard };
}

function keptUntil(world: ModelWorld, id: string, at: Instant): Instant {
  const { cutAt = null } = world.instances.find((instance) => instance.id === id) ?? {};
  return Math.min(at, cutAt ?? at) - LAG_MICROS;
}

export function trueRtoSeconds({ lostAt, recoveredAt }: Truth): number | null {
  return lostAt === null || recoveredAt === null ? null : (recoveredAt - lostAt) / 1e6;
}

export function trueRpoSeconds({ lostAt, keptUntil: kept }: Truth): number | null {
  return lostAt === null || kept === null ? null : Math.max(0, lostAt - kept) / 1e6;
}
