import { EXIT } from '../../../lib/cli/exit-code.ts';

const ATTEMPTS = 3;

/**
 * Runs a drill that has to prove something. A machine that held its processes up proves nothing, and the drill says so:
 * such a drill is run again, and told of. What is missed is missed at once.
 */
export async function conclusively<Drill extends { readonly code: number | null }>(
  run: (attempt: number) => Promise<Drill>,
): Promise<Drill> {
  let drill = await run(1);
  for (let attempt = 2; attempt <= ATTEMPTS && drill.code === EXIT.inconclusive; attempt += 1) {
    console.warn('this drill proved nothing, and is run again:', drill);
    drill = await run(attempt);
  }
  return drill;
}
