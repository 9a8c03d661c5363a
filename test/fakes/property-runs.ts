/** How often a property is tried: fewer times where thousands of mutants are held against it (vitest.mutation.config.ts). */
export function propertyRuns(usual: number): number {
  return Math.min(usual, Number(process.env['MUSTER_PROPERTY_RUNS'] ?? usual));
}
