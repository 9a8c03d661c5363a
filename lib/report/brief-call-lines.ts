import type { PlannedCall } from '../domain/run/planned-call.ts';
import { type BriefLine, say } from './brief-row.ts';

/** The calls of a run: folded, how many are made where; or each with its state, its region and what it changes. */
export function callLines(
  calls: readonly PlannedCall[],
  { all }: { readonly all: boolean },
): readonly BriefLine[] {
  return all ? calls.map(callLine) : [foldedLine(calls)];
}

function foldedLine(calls: readonly PlannedCall[]): BriefLine {
  const where = [...Map.groupBy(calls, ({ region }) => region)].map(([region, own]) => {
    const changing = own.filter(({ changes }) => changes !== null).length;
    const what =
      changing === 0 ? 'only looks' : `${changing} of them ${changing === 1 ? 'is a change' : 'are changes'}`;
    return `${own.length} in ${region} (${what})`;
  });
  return say(`${calls.length} calls: ${where.join(', ')}; --calls lists them`);
}

function callLine({ state, service, action, region, subject, changes, undo }: PlannedCall): BriefLine {
  const call = `${region} ${state}: ${service} ${action} ${subject}`;
  if (changes === null) return say(call);
  return undo === null
    ? say(`${call}: ${changes}. NO WAY BACK`, 'warn')
    : say(`${call}: ${changes} (undo: ${undo})`, 'strong');
}
