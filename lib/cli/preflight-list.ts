import { aligned } from './aligned.ts';
import { EXIT } from './exit-code.ts';
import { loadPlan } from './load-plan.ts';
import { keptPreflights } from './kept-preflights.ts';
import type { PreflightOptions } from './preflight.ts';

/** `muster preflight --list`: the results that were kept, the newest first. */
export async function listPreflights({
  planFile,
  json,
  terminal,
  state,
}: Omit<PreflightOptions, 'keep'>): Promise<number> {
  const { plan } = await loadPlan(planFile);
  const kept = (await keptPreflights(state, plan.name)).toReversed();
  if (json) {
    terminal.out.write(`${JSON.stringify(kept)}\n`);
    return EXIT.met;
  }
  const rows = kept.map(({ at, result, gates }) => {
    const wrong = gates
      .filter((gate) => gate.result !== 'passed')
      .map(({ name, subject }) => `${name} (${subject})`);
    return [`${at.slice(0, 19).replace('T', ' ')} UTC`, result, wrong.join(', ')];
  });
  terminal.out.write(
    rows.length === 0
      ? `no pre-flight of ${plan.name} was kept; \`npx muster preflight --keep\` keeps one, drills.preflight.schedule in the plan has them run\n`
      : `${aligned(rows, '')}\n`,
  );
  return EXIT.met;
}
