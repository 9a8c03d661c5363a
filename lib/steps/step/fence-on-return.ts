import { RegionUnreachable } from '../../domain/failure.ts';
import {
  type DeferredDatabase,
  deferredProof,
  type DeferredFenceRequest,
  type FencedLater,
} from '../../domain/fence/deferred-fence.ts';
import { formatInstant } from '../../domain/instant.ts';
import { asHeartbeat, asOperator } from '../../domain/run/session-targets.ts';
import type { DatabaseServers } from '../../ports/database-servers.ts';
import { climbLadder } from './climb-ladder.ts';
import { type Word, type WordPorts, wordOn } from './deferred-word.ts';
import type { RungPorts } from './fence-rungs.ts';

export type FenceOnReturnPorts = RungPorts &
  WordPorts & { readonly sessions: Pick<DatabaseServers, 'inRecovery'> };

/** Of each rung, once the server answers. */
const DEADLINE_MS = 10_000;
/** How long one look may take: one that a lost region has swallowed must not hold back the next. */
const LOOK_MS = 1_000;

/** Fenced, or nothing to fence: done. Else what was seen last, and it is to be tried again. */
export type Tried = { readonly done: FencedLater } | { readonly seen: string };

export interface Deferred {
  readonly request: DeferredFenceRequest;
  readonly database: DeferredDatabase;
  readonly word: () => Promise<Word>;
}

/** Looks once whether an old primary answers again, and fences it at once if it does. */
export async function fenceOnReturn(ports: FenceOnReturnPorts, deferred: Deferred): Promise<Tried> {
  const { database } = deferred;
  // Both at once: nothing of what is asked in the meantime may keep the fence waiting.
  const [word, found] = await Promise.all([
    deferred.word().catch((error: Error) => error),
    locate(ports, database),
  ]);
  if (word instanceof Error) return { seen: word.message };
  if (word.go === 'wait') return { seen: 'it answers, or not; its replica is not promoted yet' };
  if (word.go === 'not-needed') return { done: notNeeded(database, word) };
  if ('seen' in found) return found;
  if (found.isReplica) {
    const why = 'it is a replica now, which takes no writes';
    return { done: notNeeded(database, { go: 'not-needed', why }) };
  }
  return climb(ports, deferred, found.address);
}

type Found =
  | { readonly address: { readonly host: string; readonly port: number }; readonly isReplica: boolean }
  | { readonly seen: string };

/** By its control plane, or, where that is silent, at the address that it had: whichever of the two answers. Another server may bear its name by now. */
async function locate(ports: FenceOnReturnPorts, database: DeferredDatabase): Promise<Found> {
  const { databases, sessions, clock } = ports;
  const { primaryAddress: known, primary } = database;
  const asked = databases
    .describe(primary)
    .then(({ host, port, source }): Found => ({ address: { host, port }, isReplica: source !== null }));
  const tried = known
    ? sessions
        .inRecovery(asOperator(database, known))
        .then((isReplica): Found => ({ address: known, isReplica }))
    : Promise.reject<Found>(new RegionUnreachable(noAddress(primary.instance)));
  const late = clock.sleep(LOOK_MS).then((): Found => ({ seen: `no answer within ${LOOK_MS / 1000} s` }));
  const found = Promise.any([asked, tried]).catch((error: AggregateError): Found => ({ seen: words(error) }));
  return Promise.race([found, late]);
}

function noAddress(subject: string) {
  return { subject, seen: 'no address at discovery', limit: 'an answer of its region' };
}

function words({ errors }: AggregateError): string {
  return errors.map((error: unknown) => (error instanceof Error ? error.message : String(error))).join('; ');
}

function notNeeded({ id }: DeferredDatabase, { why }: Extract<Word, { go: 'not-needed' }>): FencedLater {
  return {
    id,
    result: 'not-needed',
    proof: 'none',
    detail: why,
    answeredAt: null,
    fencedAt: null,
    attempts: [],
  };
}

async function climb(
  ports: FenceOnReturnPorts,
  { request, database }: Deferred,
  address: NonNullable<DeferredDatabase['primaryAddress']>,
): Promise<Tried> {
  const { clock, sessions } = ports;
  const answeredAt = formatInstant(clock.now());
  // A client's session from before the fence, if one gets in: not waited for.
  void sessions.keepOpen(asHeartbeat(database, address)).catch(() => undefined);
  const { rungs, closedSecurityGroup } = request.fence;
  const attempts = await climbLadder(ports, {
    database: { ...database, primaryAddress: address, replicaAddress: address },
    rungs: rungs.filter((rung) => rung !== 'stop-application-writers'),
    closedSecurityGroup,
    deadlineMs: DEADLINE_MS,
    closeWriters: null,
    stillOwner: async () => {
      const word = await wordOn(ports, request, database);
      if (word.go !== 'fence') throw new Error('it is not to be fenced any more');
    },
  });
  const proof = deferredProof(attempts);
  const detail = attempts.map(({ rung, result, detail: seen }) => `${rung} ${result}: ${seen}`).join('; ');
  if (proof === 'none') return { seen: detail };
  const fencedAt = formatInstant(clock.now());
  return {
    done: { id: database.id, result: 'fenced', proof, detail, answeredAt, fencedAt, attempts: [...attempts] },
  };
}
