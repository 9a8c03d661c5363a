import * as z from 'zod';

/** What the command line may choose in place of the plan, by what it is in the input. */
export const RunOption = z.enum(['interval', 'disruption', 'conditions', 'source']);

export type RunOption = z.infer<typeof RunOption>;

/** Those that were chosen, as they go into an input, which says nothing of them where there are none. */
export function chosenOptions(chosen: Readonly<Partial<Record<RunOption, boolean>>>): {
  options?: RunOption[];
} {
  const options = RunOption.options.filter((option) => chosen[option] === true);
  return options.length > 0 ? { options } : {};
}
