import * as z from 'zod';
import { instantText } from '../stored.ts';

/** States whose work a person may have done with the printed runbook: each has a proof that changes nothing. */
export const ADOPTABLE = [
  'StopBackgroundJobs',
  'FenceOldPrimary',
  'PromoteReplica',
  'SwitchTraffic',
] as const;

export const AdoptableState = z.enum(ADOPTABLE);

/** A state's action that a person has carried out by hand: the run only proves it. */
export const Adopted = z.object({
  state: z.string(),
  /** When, by that person's word; null where nobody has written it down. No number rests on it. */
  at: instantText.nullable(),
  by: z.string(),
  note: z.string(),
});

export type AdoptableState = z.infer<typeof AdoptableState>;
export type Adopted = z.infer<typeof Adopted>;

export function isAdoptable(state: string): boolean {
  return ADOPTABLE.some((one) => one === state);
}

/** States that change nothing: what a person has put right is seen by entering them again. */
export const LOOKING = ['DiscoverDatabases', 'PreFlight', 'VerifyServices'] as const;

/** Whether a failed state may be said to have been done by hand: only where that is proven, and never by doing it. */
export function canBeTakenOver(state: string): boolean {
  return isAdoptable(state) || LOOKING.some((one) => one === state);
}
