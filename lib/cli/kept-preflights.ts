import { preflightKeys, PreflightResult } from '../domain/preflight/preflight-result.ts';
import { directoryObjects } from './directory-objects.ts';
import type { StateDirectory } from './state-directory.ts';

/** The results that this machine has kept of a plan, the newest last. One that cannot be read any more is passed over. */
export async function keptPreflights(
  state: StateDirectory,
  plan: string,
): Promise<readonly PreflightResult[]> {
  const objects = directoryObjects(state.kept);
  const keys = await objects.list(preflightKeys.results(plan));
  const texts = await Promise.all(keys.map((key) => objects.get(key)));
  return texts.flatMap((stored) => (stored ? (parsed(stored.text) ?? []) : []));
}

function parsed(text: string): PreflightResult | null {
  try {
    return PreflightResult.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
