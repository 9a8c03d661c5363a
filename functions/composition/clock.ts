import { makeStandingClock } from '../../lib/system/system-clock.ts';

export const clock = makeStandingClock();
