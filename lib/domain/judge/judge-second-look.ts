import { provenBy } from '../fence/proof.ts';
import type { FencedDatabase } from '../record/fence-outcomes.ts';
import type { OutcomeOf } from '../record/outcomes.ts';
import { type Finding, inconclusive, met } from './finding.ts';
import { count } from './reason-words.ts';

type Returned = OutcomeOf<'ReturnRegion'>['databases'][number];

const ENDS_WHAT_IT_SEES: ReadonlySet<string> = new Set(['revoke-login-and-end-sessions', 'close-network']);

/**
 * What the second look after the promotion makes of a fence that probes have proven. Between the check of its role and
 * its place in any list of the server, a session is seen by nobody for an instant, and what it came by outlives a change
 * of security groups (VPC User Guide, connection tracking): both rungs rest on sessions that were ended, and count only
 * when somebody has looked again. A stopped instance counts without it. Behind a network that is closed nobody gets in
 * to look: then the proof of the fence stands, less the instant in which no list has a session.
 */
export function judgeSecondLook(
  id: string,
  attempts: FencedDatabase['attempts'],
  returned: Returned | null,
): Finding {
  const fenced = `${id} was fenced (probe)`;
  const look = returned === null ? null : returned.secondLook;
  // Nothing was promoted, or the run is of before there was a second look.
  if (look === undefined) return met(fenced);
  if (look === null) {
    if (isShut(returned?.attempts ?? []))
      return met(`${fenced}, and its network was closed when nobody could look again`);
    return provenBy(attempts.filter(({ rung }) => !ENDS_WHAT_IT_SEES.has(rung))) === null
      ? unproven(id, 'nobody has looked again for a session that was let in right before it was fenced')
      : met(`${fenced}, and nobody has looked again`);
  }
  const { at, sessions } = look;
  if (sessions === 0) return met(`${fenced}, also when it was looked at again at ${at}`);
  const found = `${count(sessions, 'session')} of its clients ${sessions === 1 ? 'was' : 'were'} there`;
  return unproven(id, `${found} when it was looked at again at ${at}, and ended then`);
}

function isShut(attempts: FencedDatabase['attempts']): boolean {
  return attempts.some(({ rung, result }) => rung === 'close-network' && result === 'proven');
}

function unproven(id: string, why: string): Finding {
  const toDo = '`npx muster failback report` shows the rows that it alone holds';
  return inconclusive(`the fence of ${id}'s old primary is not proven: ${why}: ${toDo}`);
}
