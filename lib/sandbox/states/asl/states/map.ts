import type { BranchPlan } from '../branches/branch-plan.ts';
import { fanOf, runBranches } from '../branches/run-branches.ts';
import type { MapState } from '../definition.ts';
import { itemsOf } from '../distributed/items-of.ts';
import { runDistributedMap } from '../distributed/run-distributed-map.ts';
import { withErrorHandling } from '../error-handling.ts';
import type { MapItem } from '../execution-scope.ts';
import { isDistributed } from '../is-distributed.ts';
import { isList } from '../is-list.ts';
import { queryError } from '../jsonata/evaluator.ts';
import type { Template } from '../jsonata/template.ts';
import {
  currentCursor,
  leaveWithResult,
  type Outcome,
  type StateContext,
  templateFor,
} from '../state-context.ts';

/** "In this mode, the Map state supports up to 40 concurrent iterations": AWS, state-map-inline. */
const MOST_AT_ONCE = 40;

type MapContext = StateContext<MapState>;

/** Runs the same states for every item, several at once; its result is the array of what they return. */
export function runMap(context: MapContext): Promise<Outcome> {
  if (isDistributed(context.state)) return runDistributedMap(context);
  return withErrorHandling(context, context.state, () => attempt(context));
}

async function attempt(context: MapContext): Promise<Outcome> {
  const { scope } = context;
  if (currentCursor(scope).phase.kind !== 'branching') await open(context);
  const result = await runBranches(scope, planOf(context));
  scope.record('MapStateSucceeded', {}, 'aside');
  return leaveWithResult(context, result);
}

async function open(context: MapContext): Promise<void> {
  const { state, scope } = context;
  const template = templateFor(context);
  const items = await itemsOf(context, template);
  const limit = await limitOf(state, template);
  scope.record('MapStateStarted', { mapStateStartedEventDetails: { length: items.length } });
  scope.branches.open({ count: items.length, limit, input: items });
}

/** 0 is no limit of the state's own. */
async function limitOf({ MaxConcurrency: field }: MapState, template: Template): Promise<number> {
  if (field === undefined) return MOST_AT_ONCE;
  const limit = await template.number({ template: field, location: 'MaxConcurrency' });
  if (Number.isInteger(limit) && limit >= 0) return Math.min(limit || MOST_AT_ONCE, MOST_AT_ONCE);
  throw queryError(
    `The field 'MaxConcurrency' must be a non-negative integer, but was ${limit}.`,
    'MaxConcurrency',
  );
}

function planOf(context: MapContext): BranchPlan {
  const { name, state, scope } = context;
  const { input } = fanOf(scope);
  const items = isList(input) ? input : [];
  const item = (index: number): MapItem => ({ index, value: items[index] });
  return {
    iterationsOf: name,
    sequence: () => state.ItemProcessor,
    item,
    input: (index) => {
      if (!Object.hasOwn(state, 'ItemSelector')) return Promise.resolve(items[index]);
      const template = templateFor(context, { item: item(index) });
      return template.value({ template: state.ItemSelector, location: 'ItemSelector' });
    },
  };
}
