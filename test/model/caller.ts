import { RegionUnreachable } from '../../lib/domain/failure.ts';
import { happen, type Happening, type ModelWorld } from './model-world.ts';

/** SDK clients on recovery paths give up after so long. */
const SILENCE_MS = 4_000;

export interface Call {
  readonly what: string;
  readonly subject: string;
  /** Region whose API it is; null for what is no region's. */
  readonly region: string | null;
  readonly changes?: boolean;
  /** Takes no time. */
  readonly isInstant?: boolean;
}

/** Goes between a port's method and the world: where time passes, regions are silent, and faults strike. */
export interface Caller {
  call<T>(call: Call, effect: () => T): Promise<T>;
}

/** What strikes around a call. Each may throw, or never return. */
export interface Strikes {
  readonly before: (call: Call) => Promise<void>;
  readonly after: (call: Call) => Promise<void>;
}

const NOTHING_STRIKES: Strikes = { before: async () => undefined, after: async () => undefined };

/** Calls on behalf of `by`; null for the command line, whose calls are nobody's step. */
export function makeCaller(
  world: ModelWorld,
  by: () => Happening['by'] = () => null,
  strikes: Strikes = NOTHING_STRIKES,
): Caller {
  return {
    call: async (call, effect) => {
      await strikes.before(call);
      if (!call.isInstant) await world.clock.sleep(world.answerMs());
      if (isSilent(world, call.region)) {
        await world.clock.sleep(SILENCE_MS);
        throw new RegionUnreachable({ subject: call.what, seen: 'ETIMEDOUT', limit: 'an answer' });
      }
      const answer = effect();
      if (call.changes) happen(world, { what: call.what, subject: call.subject, by: by() });
      await strikes.after(call);
      return answer;
    },
  };
}

function isSilent({ regions }: ModelWorld, region: string | null): boolean {
  return region !== null && regions[region]?.lost !== false;
}
