import { makeSecureOldPrimary } from '../lib/steps/secure-old-primary.ts';
import { databases } from './composition/databases.ts';
import { stepPorts } from './composition/site.ts';
import { sql } from './composition/sql.ts';

/** Lambda handler of the state SecureOldPrimary. */
export const handler = (event: unknown) =>
  makeSecureOldPrimary({ ...stepPorts(event), databases, sessions: sql().sessions })(event);
