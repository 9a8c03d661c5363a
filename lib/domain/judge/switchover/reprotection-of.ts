import { toSeconds } from '../../measurement/interval.ts';
import type { SwitchoverInput } from '../../run/switchover-input.ts';
import type { SwitchoverJudgement } from '../../run/switchover-judgement.ts';
import type { RunFacts } from '../run-facts.ts';
import { aloneFor, copiedAt } from './judge-reprotection.ts';

type Reprotected = NonNullable<SwitchoverJudgement['reprotection']>;

/** The first stage of a failback in the judgement's shape. */
export function reprotectionOf(input: SwitchoverInput, facts: RunFacts): Reprotected {
  const looked = facts.outcome('SaveDivergedRows')?.databases ?? [];
  return {
    stage: input.reprotection?.stage ?? 'protect',
    failoverRun: input.reprotection?.failoverRun ?? null,
    withoutSecondCopy: aloneIn(input, facts),
    diverged: looked.flatMap(({ id, tables }) =>
      tables.map(({ table, rows, changed, deleted, unclear }) => {
        return { database: id, table, rows, changed, deleted, unclear };
      }),
    ),
    saved: looked.flatMap(({ id, saved }) =>
      saved ? [{ database: id, rows: saved.key, replay: saved.replay?.key ?? null }] : [],
    ),
  };
}

function aloneIn(input: SwitchoverInput, facts: RunFacts): Reprotected['withoutSecondCopy'] {
  const copied = copiedAt(facts);
  const alone = copied === null ? null : aloneFor(input, copied);
  if (!alone) return null;
  const [lowSeconds, highSeconds] = [toSeconds(alone.low), toSeconds(alone.high)];
  const targetSeconds = input.objectives.withoutSecondCopySeconds;
  return { seconds: highSeconds, lowSeconds, highSeconds, targetSeconds };
}
