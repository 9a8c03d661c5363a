import { againstObjective } from '../measurement/against-objective.ts';
import type { DatabaseMeasurement } from '../measurement/database-measurement.ts';
import { toSeconds } from '../measurement/interval.ts';
import type { FailoverInput } from '../run/failover-input.ts';
import type { RunService } from '../run/run-parts.ts';
import { type Finding, inconclusive, missed, worstOf } from './finding.ts';
import type { RunMeasurement } from './measure-run.ts';
import { judgeTableRpo } from './judge-table.ts';
import { distrust, distrustClocks } from './distrust.ts';
import { againstInWords } from './reason-words.ts';
import { durationWords } from './duration-words.ts';

/** The recovery point of every database against the plan's objective, and of what each required service stores. */
export function judgeRpo(
  { objectives, services }: FailoverInput,
  { databases, clocks }: RunMeasurement,
): Finding {
  const contradicted = distrustClocks(clocks);
  if (contradicted.length > 0) return worstOf(contradicted);
  return worstOf([
    ...databases.map((database) => judgeDatabaseRpo(database, objectives.rpoSeconds)),
    ...services
      .filter(({ required, rpoSeconds }) => required && rpoSeconds !== objectives.rpoSeconds)
      .flatMap((service) => judgeServiceRpo(service, databases))
      .filter(({ verdict }) => verdict !== 'met'),
  ]);
}

/** What a service may lose is what the databases below it lost. A store that is no database is not judged here. */
export function judgeServiceRpo(
  { name, stores, rpoSeconds }: RunService,
  databases: readonly DatabaseMeasurement[],
): readonly Finding[] {
  return databases
    .filter(({ id }) => stores.includes(id))
    .map((database) => judgeDatabaseRpo(database, rpoSeconds))
    .map(({ verdict, reason }) => ({ verdict, reason: `service ${name}: ${reason}` }));
}

/** A database's heartbeats, and the plan's own ledger in it, which is judged by the same rules. */
export function judgeDatabaseRpo(database: DatabaseMeasurement, objectiveSeconds: number): Finding {
  const table = judgeTableRpo(database, objectiveSeconds);
  return worstOf([judgeHeartbeatRpo(database, objectiveSeconds), ...(table ? [table] : [])]);
}

function judgeHeartbeatRpo(database: DatabaseMeasurement, objectiveSeconds: number): Finding {
  const { id, outage, loss, rpo, rpoAtLeast, width } = database;
  const doubts = distrust(database);
  if (!outage) return inconclusive(`the probe of ${id} never saw an outage`);
  if (!loss) return inconclusive(`the rows that ${id} recovered were never read`);
  if (doubts.length > 0) return worstOf(doubts);
  if (!rpo) return lossBeforeObservation(id, toSeconds(rpoAtLeast), objectiveSeconds);
  const verdict = againstObjective(rpo, objectiveSeconds);
  if (verdict !== 'missed' && width) return inconclusive(`${id}: ${width}`);
  // No heartbeat lost is not nothing lost: between two of them nobody looked.
  const lost = loss.lost.length === 0 ? 'no heartbeat, which bounds the loss to ' : '';
  return { verdict, reason: `${id} lost ${lost}${againstInWords(rpo, objectiveSeconds)}` };
}

function lossBeforeObservation(id: string, atLeastSeconds: number, objectiveSeconds: number): Finding {
  const reason = `${id} kept no heartbeat at all: it lost at least ${durationWords(atLeastSeconds)}, and how much more is not known`;
  return atLeastSeconds > objectiveSeconds
    ? missed(`${reason}; the objective is ${durationWords(objectiveSeconds)}`)
    : inconclusive(reason);
}
