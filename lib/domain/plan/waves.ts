export interface Dependent {
  readonly name: string;
  readonly dependsOn: readonly string[];
}

export type Waves =
  | { readonly ok: true; readonly waveByService: ReadonlyMap<string, number> }
  /** `cycle` opens and closes with the same service: ["a", "b", "a"]. */
  | { readonly ok: false; readonly cycle: readonly string[] };

/**
 * The wave in which each service recovers, from 0: one more than the latest of those it depends on, so that a wave
 * starts when the one before it is healthy. Names that are no service are left out.
 */
export function wavesOf(services: readonly Dependent[]): Waves {
  const waveByService = new Map<string, number>();
  let open = services;
  for (let wave = 0; open.length > 0; wave++) {
    const waiting = new Set(open.map(({ name }) => name));
    const ready = open.filter(({ dependsOn }) => !dependsOn.some((name) => waiting.has(name)));
    if (ready.length === 0) return { ok: false, cycle: cycleIn(open) };
    for (const { name } of ready) waveByService.set(name, wave);
    open = open.filter(({ name }) => !waveByService.has(name));
  }
  return { ok: true, waveByService };
}

/** Follows dependencies among services that all wait for another one, until one comes up twice. */
function cycleIn(stuck: readonly Dependent[]): readonly string[] {
  const byName = new Map(stuck.map((service) => [service.name, service]));
  const path: string[] = [];
  let next = stuck[0]?.name;
  while (next !== undefined && !path.includes(next)) {
    path.push(next);
    next = byName.get(next)?.dependsOn.find((name) => byName.has(name));
  }
  return next === undefined ? path : [...path.slice(path.indexOf(next)), next];
}
