import { formatInstant, parseInstant, secondsBetween } from '../../instant.ts';
import type { RestoreInput } from '../../run/restore-input.ts';
import type { RestoreJudgement } from '../../run/restore-judgement.ts';
import { worstOf } from '../finding.ts';
import { judgeIntegrity } from './judge-integrity.ts';
import { judgeIsolation } from './judge-isolation.ts';
import { judgeChecks, judgeContentOf } from './judge-restored-content.ts';
import type { RestoredDatabase } from './restored-database.ts';

/** What became of each database, as far as it came. */
export function judgedRestores(
  input: RestoreInput,
  databases: readonly RestoredDatabase[],
): RestoreJudgement['databases'] {
  return databases.flatMap((database) => {
    const { id, point, standing, verified, copy, reach, orderedAt } = database;
    if (!point) return [];
    const sizeBytes = verified?.sizeBytes ?? 0;
    const restoreSeconds =
      standing && orderedAt !== null ? secondsBetween(orderedAt, parseInstant(standing.availableAt)) : null;
    return [
      {
        id,
        region: point.region,
        instance: point.instance,
        source: sourceWords(database),
        reachesFrom: reach && formatInstant(reach.low),
        reachesTo: reach && formatInstant(reach.high),
        rows: verified?.rows ?? 0,
        provenShare: copy ? copy.shareProven : null,
        sizeBytes,
        restoreSeconds,
        bytesPerSecond: restoreSeconds && verified ? sizeBytes / restoreSeconds : null,
        checked: verified?.integrity.checked ?? null,
        checks: verified?.checks ?? [],
        verdict: worstOf([
          judgeContentOf(database),
          ...judgeChecks(database),
          judgeIntegrity(database),
          judgeIsolation(input, database),
        ]).verdict,
      },
    ];
  });
}

function sourceWords({ point, marked }: RestoredDatabase): string {
  if (point?.from.kind === 'backup') return `backup ${point.from.entry.run}`;
  return `the moment ${marked?.at ?? point?.from.at ?? 'that was not fixed'}`;
}
