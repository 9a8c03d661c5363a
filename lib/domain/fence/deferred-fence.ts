import * as z from 'zod';
import { FenceAttempt } from '../record/fence-outcomes.ts';
import { FenceInput } from '../run/fence-input.ts';
import { RunCommon, RunDatabase } from '../run/run-parts.ts';
import { instantText, schemaVersion } from '../stored.ts';
import { provenBy } from './proof.ts';

const Address = z.object({ host: z.string(), port: z.int() });

/** A primary that is to be fenced when its region answers again. Its address is null where discovery had none. */
export const DeferredDatabase = z.object({
  ...RunDatabase.shape,
  primaryAddress: Address.nullable(),
  securityGroups: z.array(z.string()),
});

/** What a run has left to an execution of its own: the input of that execution, and what lies in the bucket until it is done. */
export const DeferredFenceRequest = z.object({
  schemaVersion,
  run: z.string(),
  plan: RunCommon.shape.plan,
  sites: RunCommon.shape.sites,
  /** The execution that went on without a proof. */
  owner: z.string(),
  lockKey: z.string(),
  /** Whether the primary site's lock could not be taken by the run. */
  lockNotTaken: z.boolean(),
  databases: z.array(DeferredDatabase).min(1),
  fence: FenceInput,
  deferredAt: instantText,
});

/**
 * proof: `probe` as any fence; `catalogue` where the server lists no client's session and refuses a new one, and nobody
 * had one open to try; `none` where there was nothing to fence, which `detail` says.
 */
const FencedLater = z.object({
  id: z.string(),
  result: z.enum(['fenced', 'not-needed']),
  proof: z.enum(['probe', 'catalogue', 'none']),
  detail: z.string(),
  /** When its region or its server answered first. */
  answeredAt: instantText.nullable(),
  fencedAt: instantText.nullable(),
  attempts: z.array(FenceAttempt),
});

/** Written once, when nothing is left to be done. */
export const DeferredFenceOutcome = z.object({
  schemaVersion,
  run: z.string(),
  execution: z.string(),
  databases: z.array(FencedLater),
  /** raised: what a run of before may hold there is refused from now on. held: another run has it, which is its owner's business. */
  lock: z.object({
    result: z.enum(['taken-before', 'raised', 'held']),
    generation: z.int().positive().nullable(),
    detail: z.string(),
  }),
});

export type DeferredDatabase = z.infer<typeof DeferredDatabase>;
export type DeferredFenceRequest = z.infer<typeof DeferredFenceRequest>;
export type DeferredFenceOutcome = z.infer<typeof DeferredFenceOutcome>;
export type FencedLater = z.infer<typeof FencedLater>;

/** What a ladder that was climbed on return proves. A region that was lost has left nobody a session to try. */
export function deferredProof(attempts: readonly FenceAttempt[]): FencedLater['proof'] {
  if (provenBy(attempts) !== null) return 'probe';
  const is = (rung: FenceAttempt['rung'], result: FenceAttempt['result']) =>
    attempts.some((one) => one.rung === rung && one.result === result);
  const isListed = is('revoke-login-and-end-sessions', 'proven') && is('probe', 'proven');
  return isListed && is('open-session', 'unreachable') ? 'catalogue' : 'none';
}

/** Name of the execution: there is one a run. */
export function deferredFenceName(run: string): string {
  return `${run}-deferred-fence`;
}
