import { makeSealRecord } from '../lib/steps/seal-record.ts';
import { portsForStep } from './composition.ts';

/** Lambda handler of the state SealRecord. */
export const handler = (event: unknown) => makeSealRecord(portsForStep(event))(event);
