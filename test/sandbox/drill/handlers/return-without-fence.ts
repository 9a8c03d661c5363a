import { disruption } from '../../../../functions/composition/disruption.ts';
import { fencePorts } from '../../../../functions/composition/fence.ts';
import { stepPorts } from '../../../../functions/composition/site.ts';
import { makeReturnRegion } from '../../../../lib/steps/return-region.ts';

/** The step as it is, with an SQL fence that only says that it was made. */
export const handler = (event: unknown) => {
  const ports = fencePorts();
  const pretended = {
    ...ports.sessions,
    fence: async (_: unknown, withoutLogin: readonly string[]) => ({ withoutLogin, sessions: 0, others: [] }),
    probeLogin: async () => ({ result: 'refused', seen: 'nobody was asked' }) as const,
  };
  return makeReturnRegion({ ...stepPorts(event), ...ports, disruption, sessions: pretended })(event);
};
