import { LOOK_EVERY_MS, NO_ADDRESS, operatorOf, type RungPorts, type Rungs } from './fence-rungs.ts';
import type { Report, Standing } from './try-rung.ts';

/** Longer than the server's counters lag: a session that has gone idle tells what it wrote up to ten seconds later. */
const QUIET_MS = 11_000;

/** A gate is obeyed or not: so it is watched whether rows are still written. */
export async function stopWriters(
  { clients, clock }: RungPorts,
  rungs: Rungs,
  report: Report,
): Promise<Standing> {
  if (!rungs.closeWriters) return { result: 'failed', detail: 'the run has no gate for its writers' };
  await rungs.closeWriters();
  const operator = operatorOf(rungs);
  report({ result: 'unproven', detail: 'the gate is closed; nobody has seen whether writers obey it' });
  if (!operator) return { result: 'unproven', detail: `the gate is closed; ${NO_ADDRESS.detail}` };
  let since = clock.now();
  let rows = await clients.rowsWritten(operator);
  while (clock.now() - since < QUIET_MS * 1000) {
    await clock.sleep(LOOK_EVERY_MS);
    const seen = await clients.rowsWritten(operator);
    if (seen === rows) continue;
    report({ result: 'refuted', detail: `${seen - rows} more rows were written after the gate was closed` });
    rows = seen;
    since = clock.now();
  }
  return { result: 'proven', detail: `the gate is closed, and no row was written for ${QUIET_MS / 1000} s` };
}
