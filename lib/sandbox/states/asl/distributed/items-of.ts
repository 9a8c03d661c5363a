import type { MapState } from '../definition.ts';
import { isList } from '../is-list.ts';
import { queryError } from '../jsonata/evaluator.ts';
import type { Template } from '../jsonata/template.ts';
import { currentCursor, type StateContext } from '../state-context.ts';

/** "If Items is not specified, the Map state's input must be an array": in AWS's words when it is not. */
export async function itemsOf(
  { state, scope }: StateContext<MapState>,
  template: Template,
): Promise<readonly unknown[]> {
  if (state.Items !== undefined) return template.array({ template: state.Items, location: 'Items' });
  const { input } = currentCursor(scope);
  if (isList(input)) return input;
  throw queryError(`Map state input must be an array but was: ${JSON.stringify(input)}`, null);
}
