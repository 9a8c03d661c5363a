import type { State } from './definition.ts';

/** Whether the state runs a child workflow execution for each item. */
export function isDistributed(state: State): boolean {
  return state.Type === 'Map' && state.ItemProcessor.ProcessorConfig?.Mode === 'DISTRIBUTED';
}
