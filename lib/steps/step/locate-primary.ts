import { RegionUnreachable } from '../../domain/failure.ts';
import type { DeferredDatabase } from '../../domain/fence/deferred-fence.ts';
import { asOperator } from '../../domain/run/session-targets.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DatabaseServers } from '../../ports/database-servers.ts';
import type { Databases } from '../../ports/databases.ts';

export interface LocatePorts {
  readonly clock: Clock;
  readonly databases: Databases;
  readonly sessions: Pick<DatabaseServers, 'inRecovery'>;
}

export type Address = NonNullable<DeferredDatabase['primaryAddress']>;
export type Found = { readonly address: Address; readonly isReplica: boolean } | { readonly seen: string };

const ASK_AGAIN_MS = 200;

/**
 * Looks for so many milliseconds where an old primary answers; never rejects. Asks again without waiting for what it
 * asked before: what a dark region has swallowed is repeated by the network seconds later only, and clients write from
 * the moment at which it answers.
 */
export async function locate(ports: LocatePorts, database: DeferredDatabase, forMs: number): Promise<Found> {
  const { clock } = ports;
  const until = clock.now() + forMs * 1000;
  const asked: Promise<Found>[] = [];
  while (clock.now() < until) {
    asked.push(askedOnce(ports, database));
    const found = await Promise.race([...asked, clock.sleep(ASK_AGAIN_MS).then(() => null)]);
    if (found !== null) return found;
  }
  return { seen: `no answer within ${forMs / 1000} s` };
}

/** By its control plane, or, where that is silent, at the address that it had: whichever of the two answers. Another server may bear its name by now. */
function askedOnce({ databases, sessions }: LocatePorts, database: DeferredDatabase): Promise<Found> {
  const { primaryAddress: known, primary } = database;
  const asked = databases
    .describe(primary)
    .then(({ host, port, source }): Found => ({ address: { host, port }, isReplica: source !== null }));
  const tried = known
    ? sessions
        .inRecovery(asOperator(database, known))
        .then((isReplica): Found => ({ address: known, isReplica }))
    : Promise.reject<Found>(new RegionUnreachable(noAddress(primary.instance)));
  return Promise.any([asked, tried]).catch((error: AggregateError): Found => ({ seen: words(error) }));
}

function noAddress(subject: string) {
  return { subject, seen: 'no address at discovery', limit: 'an answer of its region' };
}

function words({ errors }: AggregateError): string {
  return errors.map((error: unknown) => (error instanceof Error ? error.message : String(error))).join('; ');
}
