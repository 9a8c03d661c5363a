import * as z from 'zod';
import { duration } from './duration.ts';
import { prose } from './names.ts';

const approval = (needed: { min: number; standard: number }, late: string) =>
  z
    .strictObject({
      needed: z
        .int()
        .min(needed.min)
        .max(10)
        .default(needed.standard)
        .describe(
          needed.min > 1
            ? 'How many; two named people at least.'
            : 'How many; not more than there are people.',
        ),
      timeout: duration({ minSeconds: 1, whole: true }).prefault('PT15M').describe(late),
    })
    .prefault({});

/**
 * Who has to agree before a run changes anything; an approver is never the initiator. A time-out denies a drill and
 * escalates a real event. `divergence` is the acceptance of an unproven fence, by two named people at least.
 */
export const Approvals = z.strictObject({
  people: z
    .array(
      z.strictObject({
        name: prose.min(1).describe('Name of the person or role.'),
        contact: prose.default('').describe('Where they are reached.'),
      }),
    )
    .default([])
    .describe('Those who may approve.'),
  drill: approval({ min: 0, standard: 0 }, 'Then a drill is denied.').describe('Of a drill.'),
  real: approval(
    { min: 0, standard: 0 },
    'Then it is asked again as ESCALATED, with how everybody is reached; never approved by itself.',
  ).describe('Of a real failover.'),
  divergence: approval({ min: 2, standard: 2 }, 'Then the run pauses, and asks what is to be done.').describe(
    'Of going on although the fence is not proven. With nobody named it cannot be given.',
  ),
  expiry: duration({ minSeconds: 60 })
    .prefault('PT4H')
    .describe(
      'How long an approval holds until something is promoted, and a question can be answered at most.',
    ),
  unattended: z
    .boolean()
    .default(false)
    .describe('True: a real failover may start without a person at a terminal.'),
});
