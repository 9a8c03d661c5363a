import type { ChoiceState } from '../definition.ts';
import { currentCursor, leave, type Outcome, type StateContext, templateFor } from '../state-context.ts';
import { StateFailure } from '../state-failure.ts';

/** Takes the first rule whose condition holds; later conditions are not evaluated. */
export async function runChoice(context: StateContext<ChoiceState>): Promise<Outcome> {
  const { state, scope } = context;
  const template = templateFor(context);
  const fallback = currentCursor(scope).input;
  for (const [index, rule] of state.Choices.entries()) {
    const place = `Choices[${index}]/`;
    const holds = await template.boolean({ template: rule.Condition, location: `${place}Condition` });
    if (holds) return { next: rule.Next, ...(await leave(template, rule, { fallback, prefix: place })) };
  }
  if (state.Default === undefined) throw noChoice();
  return { next: state.Default, ...(await leave(template, state, { fallback, prefix: '' })) };
}

/** AWS reports States.Runtime here, where the language's specification says States.NoChoiceMatched. */
function noChoice(): StateFailure {
  const cause = 'Failed to transition out of the state. The state does not point to a next state.';
  return new StateFailure('States.Runtime', cause);
}
