import type { MapState } from '../definition.ts';
import { type StateContext, templateFor } from '../state-context.ts';
import { batchItems, singleItems } from './batch-items.ts';
import type { ChildInput } from './map-run-port.ts';
import { readItems } from './read-items.ts';

type MapContext = StateContext<MapState>;

/** What each child gets: the items, read if they are to be, one by one through ItemSelector, and in batches. */
export async function childInputs(
  context: MapContext,
  given: readonly unknown[] | null,
): Promise<readonly ChildInput[]> {
  const { name, state } = context;
  const template = templateFor(context);
  const items = await select(context, given ?? (await read(context)));
  if (!state.ItemBatcher) return singleItems(items, name);
  return batchItems(items, state.ItemBatcher, { template, subject: name });
}

function read(context: MapContext): Promise<readonly unknown[]> {
  const { state, scope } = context;
  const { objects, identity } = scope;
  if (!state.ItemReader) throw new Error(`the state '${context.name}' has no items`);
  return readItems({
    reader: state.ItemReader,
    template: templateFor(context),
    objects,
    region: identity.region,
  });
}

async function select(context: MapContext, items: readonly unknown[]): Promise<readonly unknown[]> {
  const { state } = context;
  if (!Object.hasOwn(state, 'ItemSelector')) return items;
  const selected: unknown[] = [];
  for (const [index, value] of items.entries()) {
    const template = templateFor(context, { item: { index, value } });
    selected.push(await template.value({ template: state.ItemSelector, location: 'ItemSelector' }));
  }
  return selected;
}
