import { databases } from '../../../../functions/composition/databases.ts';
import { disruption } from '../../../../functions/composition/disruption.ts';
import { stepPorts } from '../../../../functions/composition/site.ts';
import { sql } from '../../../../functions/composition/sql.ts';
import { makeReturnRegion } from '../../../../lib/steps/return-region.ts';

/** The step as it is, with an SQL fence that only says that it was made. */
export const handler = (event: unknown) => {
  const { sessions } = sql();
  const pretended = {
    ...sessions,
    fence: async (_: unknown, roles: readonly string[]) => roles,
    probeLogin: async () => ({ result: 'refused', seen: 'nobody was asked' }) as const,
  };
  return makeReturnRegion({ ...stepPorts(event), databases, disruption, sessions: pretended })(event);
};
