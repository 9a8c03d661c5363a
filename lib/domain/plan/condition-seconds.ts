import { faultOf } from './fault.ts';
import { faultSeconds } from './fault-seconds.ts';

/** Seconds by which the conditions of a run delay replication, or each call of an API; 0 when none does. */
export function conditionSeconds(
  conditions: readonly string[],
  name: 'replication-delay' | 'slow-api',
): number {
  const found = conditions.map(faultOf).find((fault) => fault.name === name);
  const [amount = ''] = found?.value?.split('@') ?? [];
  return faultSeconds(amount) ?? 0;
}
