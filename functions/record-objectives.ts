import { makeRecordObjectives } from '../lib/steps/record-objectives.ts';
import { portsForStep } from './composition.ts';

/** Lambda handler of the state RecordObjectives. */
export const handler = (event: unknown) => makeRecordObjectives(portsForStep(event))(event);
