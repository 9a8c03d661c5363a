import type { Leg } from '../run/leg.ts';
import { OUTCOMES, type StateName } from './outcomes.ts';

/** What ends the name of a state on the way back, which calls the function of the one that it ends. */
const BACK = 'Back';

/** The name by which a leg has a state: its own on the way back, where it has one. */
export function legState(state: StateName, leg: Leg): StateName {
  const own = `${state}${BACK}`;
  return leg === 'back' && isState(own) ? own : state;
}

function isState(name: string): name is StateName {
  return name in OUTCOMES;
}
