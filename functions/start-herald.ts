import { makeStartHerald } from '../lib/steps/start-herald.ts';
import { stepPorts } from './composition/site.ts';
import { workflows } from './composition/workflows.ts';

/** Lambda handler of the state StartHerald. */
export const handler = (event: unknown) =>
  makeStartHerald({ ...stepPorts(event), workflows: workflows() })(event);
