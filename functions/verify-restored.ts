import { makeVerifyRestored } from '../lib/steps/verify-restored.ts';
import { contents } from './composition/contents.ts';
import { integrity } from './composition/integrity.ts';
import { markers } from './composition/markers.ts';
import { stepPorts } from './composition/site.ts';

/** Lambda handler of the state VerifyRestored. */
export const handler = (event: unknown) =>
  makeVerifyRestored({
    ...stepPorts(event),
    contents: contents(),
    integrity: integrity(),
    markers: markers(),
  })(event);
