import * as z from 'zod';
import { duration } from './duration.ts';
import { prose } from './names.ts';

const approval = (needed: { min: number; standard: number }) =>
  z
    .strictObject({
      needed: z.int().min(needed.min).max(10).default(needed.standard),
      timeout: duration({ minSeconds: 1, whole: true }).prefault('PT15M'),
    })
    .prefault({});

/**
 * Who has to agree before a run changes anything; an approver is never the initiator. A time-out denies a drill and
 * escalates a real event. `divergence` is the acceptance of an unproven fence, by two named people at least.
 */
export const Approvals = z.strictObject({
  people: z.array(z.strictObject({ name: prose.min(1), contact: prose.default('') })).default([]),
  drill: approval({ min: 0, standard: 0 }),
  real: approval({ min: 0, standard: 0 }),
  divergence: approval({ min: 2, standard: 2 }),
  expiry: duration({ minSeconds: 60 }).prefault('PT4H'),
  unattended: z.boolean().default(false),
});
