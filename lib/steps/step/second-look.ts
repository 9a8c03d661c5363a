import { formatInstant } from '../../domain/instant.ts';
import { SecondLook } from '../../domain/record/fence-outcomes.ts';
import { runKeys } from '../../domain/run/run-keys.ts';
import { asOperator, type LocatedDatabase } from '../../domain/run/session-targets.ts';
import { SCHEMA_VERSION } from '../../domain/stored.ts';
import type { Objects } from '../../ports/objects.ts';
import type { Address } from './locate-primary.ts';
import type { RungPorts } from './fence-rungs.ts';

const LOOK_LIMIT_MS = 2_000;

export interface SecondLookPorts extends Pick<RungPorts, 'clock' | 'clients'> {
  readonly objects: Objects;
}

interface LookedAt {
  readonly run: string;
  readonly database: LocatedDatabase & { readonly primaryAddress: Address };
}

/**
 * How many sessions clients have on an old primary whose fence was proven. To be awaited before they are ended, which it
 * leaves to its caller: what was found is remembered in the bucket first, and whoever calls again after a crash is told
 * of the first that were.
 * @throws Error when the server does not answer within 2 s
 */
export async function secondLook(
  { clock, clients, objects }: SecondLookPorts,
  { run, database }: LookedAt,
): Promise<SecondLook> {
  const { id, fencedRoles, primaryAddress } = database;
  const key = runKeys.secondLook(run, id);
  const before = await objects.get(key);
  if (before) return SecondLook.parse(JSON.parse(before.text));
  const operator = asOperator(database, primaryAddress);
  const { sessions } = await clients.standing(operator, fencedRoles, LOOK_LIMIT_MS);
  const look = { at: formatInstant(clock.now()), sessions };
  if (sessions > 0) await objects.put(key, `${JSON.stringify({ schemaVersion: SCHEMA_VERSION, ...look })}\n`);
  return look;
}
