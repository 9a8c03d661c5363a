import type { MapRunOutcome, MapRunSettings } from '../asl/distributed/map-run-port.ts';
import { exceedsTolerance } from '../asl/distributed/tolerance.ts';
import type { Execution } from '../executions/execution.ts';
import type { Child, Children } from './child-executions.ts';

/**
 * AWS runs up to 10,000 at once. Each may call a function, which is a process of this machine, so that a run that sets
 * no limit of its own gets this one; a larger limit is taken for it as well.
 */
export const MOST_AT_ONCE = 100;

export interface Running {
  /** Looks at the settings again. */
  readonly changed: () => void;
  readonly stop: () => void;
  readonly outcome: Promise<MapRunOutcome>;
}

/** Runs children, those that had begun first, until all have ended or too many have failed. */
export function runChildren(children: Children, settings: () => MapRunSettings): Running {
  const { promise, resolve } = Promise.withResolvers<MapRunOutcome>();
  const all = Array.from({ length: children.count() }, (_, index) => index);
  const total = all.reduce((sum, index) => sum + children.at(index).items, 0);
  const open = inOrder(children, all);
  let failed = all.reduce((sum, index) => sum + failedItems(children.at(index)), 0);
  let next = 0;
  let running = 0;
  let over = false;
  const finish = (outcome: MapRunOutcome | null): void => {
    if (over) return;
    over = true;
    for (const index of all) stopChild(children.at(index).execution);
    if (outcome) resolve(outcome);
  };
  const ended = (index: number): void => {
    running -= 1;
    failed += failedItems(children.at(index));
    go();
  };
  const go = (): void => {
    if (over) return;
    if (exceedsTolerance(settings(), { failed, total })) return finish('exceeded');
    for (; running < limitOf(settings()) && next < open.length; next += 1) {
      const index = open[next] ?? 0;
      running += 1;
      void children.begin(index).done.then(() => ended(index));
    }
    if (running === 0) finish('finished');
  };
  go();
  return { changed: go, stop: () => finish(null), outcome: promise };
}

function limitOf({ maxConcurrency }: MapRunSettings): number {
  return Math.min(maxConcurrency || MOST_AT_ONCE, MOST_AT_ONCE);
}

/** "The total number of failed or timed out items": AWS, maprun-fail-threshold. One that goes on has not failed. */
function failedItems({ execution, awaitsRedrive, items }: Child): number {
  const status = execution?.ending()?.status;
  return !awaitsRedrive && (status === 'FAILED' || status === 'TIMED_OUT') ? items : 0;
}

function inOrder(children: Children, all: readonly number[]): readonly number[] {
  const isOpen = (index: number): boolean => {
    const { execution, awaitsRedrive } = children.at(index);
    return !execution?.ending() || awaitsRedrive;
  };
  const open = all.filter(isOpen);
  const begun = (index: number): boolean => children.at(index).execution !== undefined;
  return [...open.filter(begun), ...open.filter((index) => !begun(index))];
}

function stopChild(execution: Execution | undefined): void {
  if (execution && !execution.ending()) execution.stop(null, null);
}
