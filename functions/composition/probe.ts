import { makeNetServiceProbe } from '../../lib/system/net-service-probe.ts';

export const probe = makeNetServiceProbe();
