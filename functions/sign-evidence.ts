import { makeSignEvidence } from '../lib/steps/sign-evidence.ts';
import { evidencePorts } from './composition/evidence.ts';
import { secrets } from './composition/secrets.ts';
import { trail } from './composition/trail.ts';

/** Lambda handler of the state SignEvidence. */
export const handler = (event: unknown) =>
  makeSignEvidence({ ...evidencePorts(event), trail, secrets: secrets() })(event);
