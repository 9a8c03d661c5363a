import { againstObjective } from '../domain/measurement/against-objective.ts';
import type { FailoverJudgement } from '../domain/run/failover-judgement.ts';
import type { Verdict } from '../domain/run/judgement-parts.ts';
import type { FailoverInput } from '../domain/run/failover-input.ts';
import type { RunService } from '../domain/run/run-parts.ts';

type MeasuredDatabase = FailoverJudgement['databases'][number];

/** What services lost, all of them with the same promise and the same loss. */
export interface OwnRecoveryPoint {
  readonly services: readonly string[];
  readonly lowSeconds: number;
  readonly highSeconds: number;
  readonly targetSeconds: number;
  readonly verdict: Verdict;
}

/** The database that lost most of those that a service stores in; null when it has none. */
export function worstStore(
  { stores }: RunService,
  databases: FailoverJudgement['databases'],
): MeasuredDatabase | null {
  return databases
    .filter(({ id }) => stores.includes(id))
    .reduce<MeasuredDatabase | null>((a, b) => (a && lossOf(a) >= lossOf(b) ? a : b), null);
}

/** Recovery points of services that are promised another than the plan's; one that was not measured is left out. */
export function ownRecoveryPoints(
  databases: FailoverJudgement['databases'],
  { services, objectives }: FailoverInput,
): readonly OwnRecoveryPoint[] {
  const found = new Map<string, OwnRecoveryPoint>();
  for (const service of services) {
    const store = worstStore(service, databases);
    const targetSeconds = service.rpoSeconds;
    if (!service.required || targetSeconds === objectives.rpoSeconds) continue;
    if (!store || store.rpoSeconds === null || store.rpoLowSeconds === null) continue;
    const [lowSeconds, highSeconds] = [store.rpoLowSeconds, store.rpoSeconds];
    const key = `${store.id} ${targetSeconds}`;
    const names = [...(found.get(key)?.services ?? []), service.name];
    // A measurement that is not trusted against the plan's objective is not against another one.
    const verdict =
      store.verdict === 'inconclusive'
        ? store.verdict
        : againstObjective({ low: lowSeconds * 1e6, high: highSeconds * 1e6 }, targetSeconds);
    found.set(key, { services: names, lowSeconds, highSeconds, targetSeconds, verdict });
  }
  return [...found.values()];
}

function lossOf({ rpoSeconds }: MeasuredDatabase): number {
  return rpoSeconds ?? Number.POSITIVE_INFINITY;
}
