import { makeSignEvidence } from '../lib/steps/sign-evidence.ts';
import { evidencePorts } from './composition/evidence.ts';
import { secrets } from './composition/secrets.ts';
import { siteRetention } from './composition/site.ts';
import { trail } from './composition/trail.ts';

/** Lambda handler of the state SignEvidence. */
export const handler = (event: unknown) => {
  const [retention, ports] = [siteRetention(event), evidencePorts(event)];
  return makeSignEvidence({ ...ports, trail, retention, secrets: secrets() })(event);
};
