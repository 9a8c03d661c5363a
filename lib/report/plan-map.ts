import type { RecoveryPlan } from '../domain/plan/recovery-plan.ts';
import { wavesOf } from '../domain/plan/waves.ts';
import type { DependencyMap } from './figure.ts';

/** The services of a plan with their waves. @throws RangeError for a cycle, which no plan that was checked has. */
export function planMap({ services }: Pick<RecoveryPlan, 'services'>): DependencyMap {
  const waves = wavesOf(services);
  if (!waves.ok) throw new RangeError(`services wait for each other: ${waves.cycle.join(', ')}`);
  return {
    kind: 'dependencies',
    nodes: services.map(({ name, required, dependsOn }) => ({
      name,
      wave: (waves.waveByService.get(name) ?? 0) + 1,
      required,
      verdict: null,
      dependsOn,
    })),
  };
}
