import * as z from 'zod';
import { FenceRung } from '../fence/rung.ts';

/** How a run fences. Runs from before there were several rungs knew the one that stands here. */
export const FenceInput = z
  .object({
    rungs: z.array(FenceRung).min(1),
    closedSecurityGroup: z.string().nullable(),
    /** Key of the gate that the application's writers read. */
    writersKey: z.string().nullable(),
  })
  .default({ rungs: ['revoke-login-and-end-sessions'], closedSecurityGroup: null, writersKey: null });

export type FenceInput = z.infer<typeof FenceInput>;
