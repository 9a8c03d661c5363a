import { makeNetEndpointProbe } from '../../lib/system/net-endpoint-probe.ts';
import { makeNetServiceProbe } from '../../lib/system/net-service-probe.ts';

export const probe = makeNetServiceProbe();
export const endpoint = makeNetEndpointProbe();
