import { type Finding, inconclusive, met, missed, worstOf } from '../finding.ts';
import { count, firstOf } from '../reason-words.ts';
import type { SwitchoverMeasurement, WholeDatabase } from './measure-switchover.ts';

/**
 * A planned change of roles may lose nothing, in either direction, whatever the plan's objective is: every heartbeat that
 * was acknowledged, by whichever server, has to be on the last primary. Those in doubt were promised to nobody.
 */
export function judgeNothingLost({ databases }: SwitchoverMeasurement): Finding {
  return worstOf(databases.flatMap(judgeDatabase));
}

/**
 * The same where roles do not change: a table that nobody wrote to had nothing to lose, and heartbeats speak for its
 * database. Where readings of it are missing, or rows that were seen were not looked for, that stays a doubt.
 */
export function judgeNothingLostInPlace(run: SwitchoverMeasurement): Finding {
  const idle = run.databases.flatMap(({ id, table }) =>
    table?.idle ? [met(`no row of ${table.table} of ${id} was written meanwhile`)] : [],
  );
  const databases = run.databases.map((one) => (one.table?.idle ? { ...one, table: null } : one));
  return worstOf([judgeNothingLost({ ...run, databases }), ...idle]);
}

function judgeDatabase({ id, loss, gaps, table }: WholeDatabase): readonly Finding[] {
  if (!loss) return [inconclusive(`what ${id} holds at last was never read`)];
  if (loss.lost.length > 0) {
    const lost = firstOf(loss.lost.map(({ segment, seq }) => `${segment}/${seq}`));
    return [missed(`${id} lost ${count(loss.lost.length, 'acknowledged heartbeat')}: ${lost}`)];
  }
  const rows = table?.lost ?? [];
  if (table && rows.length > 0)
    return [missed(`${id} lost ${count(rows.length, 'row')} of ${table.table} that were seen committed`)];
  if (table?.doubt) return [inconclusive(`${id}: ${table.doubt}`)];
  if (gaps.length > 0) return [inconclusive(`the ledger of ${id} has gaps: ${firstOf(gaps)}`)];
  if (loss.acknowledged.length === 0) return [inconclusive(`no heartbeat of ${id} was acknowledged`)];
  const doubt =
    loss.inDoubt.length > 0
      ? `; ${loss.inDoubt.length} in doubt, of which ${loss.inDoubtSurvived.length} are there`
      : '';
  return [met(`${id} lost none of ${count(loss.acknowledged.length, 'acknowledged heartbeat')}${doubt}`)];
}
