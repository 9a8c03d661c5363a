import { againstObjective } from '../domain/measurement/against-objective.ts';
import type { Judgement, Verdict } from '../domain/run/judgement.ts';
import type { RunInput, RunService } from '../domain/run/run-input.ts';

type MeasuredDatabase = Judgement['databases'][number];

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
  databases: Judgement['databases'],
): MeasuredDatabase | null {
  return databases
    .filter(({ id }) => stores.includes(id))
    .reduce<MeasuredDatabase | null>((a, b) => (a && lossOf(a) >= lossOf(b) ? a : b), null);
}

/** Recovery points of services that are promised another than the plan's; one that was not measured is left out. */
export function ownRecoveryPoints(
  databases: Judgement['databases'],
  { services, objectives }: RunInput,
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
