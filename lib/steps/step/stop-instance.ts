import { InstanceRefused } from '../../domain/failure.ts';
import { LOOK_EVERY_MS, type RungPorts, type Rungs, TOO_LATE } from './fence-rungs.ts';
import { lookUntil } from './look-until.ts';
import type { Report, Standing } from './try-rung.ts';

/** Nothing of it answers any more: the last rung, and the slowest. */
export async function stopInstance(ports: RungPorts, rungs: Rungs, report: Report): Promise<Standing> {
  const { databases, clock } = ports;
  const { primary } = rungs.database;
  if (!(await askToStop(ports, rungs))) return TOO_LATE;
  report({ result: 'unproven', detail: 'asked to stop; it was not seen to have stopped' });
  const { status } = await lookUntil(clock, {
    look: () => databases.describe(primary),
    enough: (seen) => seen.status === 'stopped',
    deadline: clock.now() + rungs.leftMs() * 1000,
    everyMs: LOOK_EVERY_MS,
  });
  return status === 'stopped'
    ? { result: 'proven', detail: 'its status is stopped' }
    : { result: 'unproven', detail: `asked to stop; its status is ${status}` };
}

/**
 * Another rung may be at work on the instance, which is refused meanwhile; one that is available is refused for good.
 * False when the deadline has passed before it was asked.
 */
async function askToStop({ gates, databases, clock }: RungPorts, rungs: Rungs): Promise<boolean> {
  const { primary } = rungs.database;
  for (;;) {
    await rungs.stillOwner();
    if (rungs.isLate()) return false;
    try {
      await gates.stop(primary);
      return true;
    } catch (error) {
      const isFinal = !(error instanceof InstanceRefused) || rungs.leftMs() <= 1;
      if (isFinal || (await databases.describe(primary)).status === 'available') throw error;
      await clock.sleep(LOOK_EVERY_MS);
    }
  }
}
