import { isClosedAlone } from '../../domain/fence/closed-alone.ts';
import type { FenceRung } from '../../domain/fence/rung.ts';
import type { FenceAttempt } from '../../domain/record/fence-outcomes.ts';
import type { FailoverInput } from '../../domain/run/failover-input.ts';
import type { LocatedDatabase } from '../../domain/run/session-targets.ts';
import type { RungPorts } from './fence-rungs.ts';

type ShutPorts = Pick<RungPorts, 'gates' | 'databases'>;
type Plan = FailoverInput['fence'];

/**
 * Rungs of the ladder that are in force on an old primary and let nobody in to look, the operator neither. Empty where
 * none is, and where the control plane does not say.
 */
export async function shutBy(
  ports: ShutPorts,
  { rungs, closedSecurityGroup }: Plan,
  { primary }: LocatedDatabase,
): Promise<readonly FenceAttempt[]> {
  const closed = async (): Promise<string | null> => {
    if (
      closedSecurityGroup === null ||
      !isClosedAlone(await ports.gates.groups(primary), closedSecurityGroup)
    )
      return null;
    return `${closedSecurityGroup} alone is in force still: nobody gets in, the operator neither`;
  };
  const stopped = async (): Promise<string | null> => {
    const found = await ports.databases.describe(primary);
    return found?.status === 'stopped' ? 'its status is stopped still' : null;
  };
  const looks: readonly (readonly [FenceRung, () => Promise<string | null>])[] = [
    ['close-network', closed],
    ['stop-instance', stopped],
  ];
  const seen = await Promise.all(
    looks
      .filter(([rung]) => rungs.includes(rung))
      .map(async ([rung, look]) => ({ rung, detail: await look().catch(() => null) })),
  );
  return seen.flatMap(({ rung, detail }) =>
    detail === null ? [] : [{ rung, result: 'proven' as const, detail, seconds: 0 }],
  );
}
