import type { MoveInput } from './move-input.ts';

/** The name under which the samples of a run are kept: its own, or that of the watch that it has joined. */
export function seriesRun({ run, watch }: Pick<MoveInput, 'run' | 'watch'>): string {
  return watch?.run ?? run;
}
