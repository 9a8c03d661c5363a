import { type Instant, parseInstant } from '../instant.ts';
import type { RunFacts } from './run-facts.ts';

/**
 * When the failover was declared that went through; null where none was. One that people were asked about for so long
 * that the loss was over, or their approval, is declared anew: what came before the last time led to nothing.
 */
export function declaredAt({ entries }: Pick<RunFacts, 'entries'>): Instant | null {
  const entered = entries
    .filter((entry) => entry.kind === 'history')
    .findLast(({ state, type }) => state === 'DeclareFailover' && type.endsWith('StateEntered'));
  return entered ? parseInstant(entered.at) : null;
}
