import { LEVER_KEY, SafetyLever } from '../../domain/run/safety-lever.ts';
import type { Objects } from '../../ports/objects.ts';

/** The safety lever of a site, as its bucket has it; null where nobody has ever pulled it. */
export async function readLever(objects: Pick<Objects, 'get'>): Promise<SafetyLever | null> {
  const stored = await objects.get(LEVER_KEY);
  return stored && SafetyLever.parse(JSON.parse(stored.text));
}
