import type { EndpointProbe } from '../../lib/ports/endpoint-probe.ts';
import type { ServiceProbe } from '../../lib/ports/service-probe.ts';
import type { Caller } from './caller.ts';
import type { ModelWorld } from './model-world.ts';
import { isAlive, isServed } from './serving.ts';

/** Services that are healthy while clients can write. */
export function makeModelProbe(world: ModelWorld, caller: Caller): ServiceProbe {
  return {
    check: () =>
      caller.call({ what: 'probe.check', subject: 'service', region: null }, () => {
        const healthy = isServed(world);
        return { healthy, detail: healthy ? 'HTTP 200' : 'HTTP 503' };
      }),
  };
}

export function makeModelEndpoint(world: ModelWorld, caller: Caller): EndpointProbe {
  return {
    ask: ({ host }) =>
      caller.call({ what: 'endpoint.ask', subject: host, region: null }, () => {
        const instance = world.instances.find((one) => one.host === host);
        const answered = instance !== undefined && isAlive(world, instance);
        return { answered, seen: answered ? 'a server answered' : 'no answer' };
      }),
  };
}
