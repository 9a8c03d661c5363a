import { makeSystemClock } from '../../lib/system/system-clock.ts';

export const clock = makeSystemClock();
