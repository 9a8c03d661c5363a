import * as z from 'zod';

/**
 * Rungs of the ladder by which an old primary is kept from writing, in the order from what asks least to what takes
 * most. Background jobs are off before any of them, in a state of their own.
 */
export const FENCE_RUNGS = [
  'stop-application-writers',
  'revoke-login-and-end-sessions',
  'close-network',
  'stop-instance',
] as const;

export const FenceRung = z.enum(FENCE_RUNGS);

export type FenceRung = z.infer<typeof FenceRung>;

interface RungRule {
  /** Whether it keeps clients from writing that do not want to be kept. A gate is obeyed, and holds nobody. */
  readonly holds: boolean;
  /**
   * What a new connection has to meet. `refusal`: the server's own word. `no-way-in`: none is taken; that alone says
   * nothing, since a silent network looks the same, and counts beside what the control plane says of the instance.
   */
  readonly newConnection: 'refusal' | 'no-way-in' | null;
  /** What it takes to try it: the operator's session, the control plane of the primary's region, or a bucket. */
  readonly by: 'sql' | 'control-plane' | 'object';
}

/** What each rung rests on. In every case a session from before has to have been ended, by the server's own word. */
export const RUNG_RULES: Readonly<Record<FenceRung, RungRule>> = {
  'stop-application-writers': { holds: false, newConnection: null, by: 'object' },
  'revoke-login-and-end-sessions': { holds: true, newConnection: 'refusal', by: 'sql' },
  'close-network': { holds: true, newConnection: 'no-way-in', by: 'control-plane' },
  'stop-instance': { holds: true, newConnection: 'no-way-in', by: 'control-plane' },
};

/** The rungs in the order of the ladder, each once. */
export function inLadderOrder(rungs: readonly FenceRung[]): readonly FenceRung[] {
  return FENCE_RUNGS.filter((rung) => rungs.includes(rung));
}
