import type { Instant } from '../instant.ts';
import type { CausalPair } from '../measurement/causality.ts';
import type { DatabaseMeasurement } from '../measurement/database-measurement.ts';
import { attemptsOn } from '../measurement/timed-attempt.ts';
import { declaredAt } from './declared-at.ts';
import { detectedAt } from './detected-at.ts';
import type { RunFacts } from './run-facts.ts';

/**
 * Moments of a run that stand on different clocks and whose order is certain: a dead server acknowledges nothing, nobody
 * writes at the recovery site before traffic is sent there, and a failover is declared after its detection.
 */
export function clockPairs(
  databases: readonly DatabaseMeasurement[],
  deadBy: Instant | null,
  facts: RunFacts,
): readonly CausalPair[] {
  const dead = { effect: "the injector's receipt", effectAt: deadBy };
  const switched = { cause: 'the switch of traffic', causeAt: facts.enteredAt('SwitchTraffic') };
  const declared = { effect: 'the declaration', effectAt: declaredAt(facts) };
  return [
    ...databases.flatMap(({ id, outage }) => [
      { cause: `the last heartbeat to ${id}`, causeAt: outage?.lastAcknowledged.sent ?? null, ...dead },
      { cause: `the stale writer's last row to ${id}`, causeAt: lastStale(id, deadBy, facts), ...dead },
      { ...switched, effect: `the recovery of ${id}`, effectAt: outage?.recovered?.answered ?? null },
    ]),
    { cause: 'the detection', causeAt: detectedAt(facts), ...declared },
  ];
}

/** The last row before the fault was undone: after it a returned primary that takes rows is a split brain. */
function lastStale(id: string, deadBy: Instant | null, facts: RunFacts): Instant | null {
  const returned = facts.enteredAt('ReturnRegion') ?? Number.POSITIVE_INFINITY;
  if (deadBy === null) return null;
  const rows = attemptsOn(id, facts.stale).filter(
    ({ outcome, sent }) => outcome === 'acknowledged' && sent < returned,
  );
  return rows.at(-1)?.sent ?? null;
}
