import { makeProvePromotion } from '../lib/steps/prove-promotion.ts';
import { portsForStep } from './composition.ts';

/** Lambda handler of the state ProvePromotion. */
export const handler = (event: unknown) => makeProvePromotion(portsForStep(event))(event);
