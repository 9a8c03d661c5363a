import { type FenceRung, inLadderOrder } from '../fence/rung.ts';
import type { Database } from '../plan/database.ts';
import type { RecoveryPlan } from '../plan/recovery-plan.ts';
import { changing, type PlannedCall } from './planned-call.ts';
import { planKeys } from './run-keys.ts';

/**
 * What fences the old primary, rung by rung. None of it is required: a region that does not answer is fenced when it
 * returns, once people have accepted what that means.
 */
export function plannedFenceCalls(plan: RecoveryPlan): readonly PlannedCall[] {
  return inLadderOrder(plan.fence.rungs).flatMap((rung) => CALLS[rung](plan));
}

const CALLS: Readonly<Record<FenceRung, (plan: RecoveryPlan) => readonly PlannedCall[]>> = {
  'stop-application-writers': ({ name, sites }) => [
    changing(
      { state: 'FenceOldPrimary', region: sites.recovery.region, required: false },
      { service: 'S3', action: 'PutObject', subject: planKeys.writers(name) },
      {
        changes: `writers of ${sites.primary.name} read that they are off`,
        undo: 'the gate is opened again',
      },
    ),
  ],
  'revoke-login-and-end-sessions': (plan) =>
    plan.databases.map((database) =>
      onPrimary(plan, database, {
        what: { service: 'PostgreSQL', action: 'alter role nologin, pg_terminate_backend' },
        changes: `${database.fencedRoles.join(', ')} cannot log in, and their sessions end`,
        undo: 'alter role login',
      }),
    ),
  'close-network': (plan) =>
    plan.databases.map((database) =>
      onPrimary(plan, database, {
        what: { service: 'RDS', action: 'ModifyDBInstance' },
        changes: `its security groups become ${plan.fence.closedSecurityGroup ?? 'the closed one'} alone`,
        undo: 'ModifyDBInstance with the groups that were noted',
      }),
    ),
  'stop-instance': (plan) =>
    plan.databases.map((database) =>
      onPrimary(plan, database, {
        what: { service: 'RDS', action: 'StopDBInstance' },
        changes: 'the old primary stops',
        undo: 'StartDBInstance',
      }),
    ),
};

interface OnPrimary {
  readonly what: Pick<PlannedCall, 'service' | 'action'>;
  readonly changes: string;
  readonly undo: string;
}

function onPrimary(
  { sites: { primary } }: RecoveryPlan,
  { primary: { instance } }: Database,
  { what, ...change }: OnPrimary,
): PlannedCall {
  const byHand = what.service === 'PostgreSQL' ? 'fence' : null;
  const place = { state: 'FenceOldPrimary', region: primary.region, required: false, byHand };
  return changing(place, { ...what, subject: instance }, change);
}
