import { isTerminalStatus } from '../run/terminal-status.ts';
import { type Gate, gate, unasked } from './gate.ts';
import type { GatedDatabase, GatedPlan } from './gated-plan.ts';
import type { DatabaseFacts, InstanceFacts, ReplicaFacts } from './preflight-facts.ts';

/** Whether each replica can be promoted, and how much is lost when it is. */
export function replicaGates(plan: GatedPlan, facts: readonly DatabaseFacts[]): readonly Gate[] {
  return plan.databases.flatMap((database) => {
    const own = facts.find(({ id }) => id === database.id);
    if (!own) {
      const why = 'nobody has looked';
      const limit = 'a replica that is available';
      return [unasked('replica usable', database.replica.instance, { why, limit, remedy: ASK })];
    }
    return [...describedGates(database, own), ...servedGates(plan, database, own)];
  });
}

const ASK = 'look whether its region answers: `npx muster preflight` again, or the console';

function describedGates(
  { primary, replica: { instance } }: GatedDatabase,
  { replica }: DatabaseFacts,
): readonly Gate[] {
  const limit = 'a replica that is available';
  if (!replica.known) return [unasked('replica usable', instance, { why: replica.why, limit, remedy: ASK })];
  return [statusGate(instance, replica.value), sourceGate(instance, primary.instance, replica.value)];
}

function statusGate(instance: string, { status }: InstanceFacts): Gate {
  const ends = !isTerminalStatus(status);
  return gate('replica usable', instance, {
    passed: status === 'available',
    otherwise: ends ? 'warned' : 'blocked',
    seen: `status ${status}`,
    limit: 'available',
    remedy: ends
      ? `wait for the end of ${status}: RDS promotes no replica meanwhile, and a failover waits for it`
      : 'bring the replica to available; no other status can be promoted',
  });
}

function sourceGate(instance: string, primary: string, { source }: InstanceFacts): Gate {
  return gate('replica of the primary', instance, {
    passed: source === primary || source?.endsWith(`:db:${primary}`) === true,
    seen: source === null ? 'it is no replica' : `a replica of ${source.split(':db:').at(-1) ?? source}`,
    limit: `a replica of ${primary}`,
    remedy: `make a new replica of ${primary} in this name, or name the right one in the plan`,
  });
}

function servedGates(plan: GatedPlan, database: GatedDatabase, { server }: DatabaseFacts): readonly Gate[] {
  const { instance } = database.replica;
  if (!server.known) {
    const limit = 'an answer to the operator';
    const remedy = `look whether it serves ${database.operatorSecret}'s login: a promotion is proven through it`;
    return [unasked('replica answers', instance, { why: server.why, limit, remedy })];
  }
  return [
    gate('replica in recovery', instance, {
      passed: server.value.inRecovery,
      seen: server.value.inRecovery ? 'in recovery' : 'out of recovery: it takes writes of its own',
      limit: 'in recovery',
      remedy: 'find out who promoted it: two primaries may be writing',
    }),
    streamGate(instance, server.value),
    lagGate(plan, database, server.value),
  ];
}

/** Whether somebody has promoted it already: to both who can tell, it is no replica any more. */
export function isPromoted({ replica, server }: Pick<DatabaseFacts, 'replica' | 'server'>): boolean {
  return replica.known && replica.value.source === null && server.known && !server.value.inRecovery;
}

/** In a real event the stream has ended with the primary: that blocks nothing. */
function streamGate(instance: string, { receiverStatus }: ReplicaFacts): Gate {
  return gate('replica streaming', instance, {
    passed: receiverStatus === 'streaming',
    otherwise: 'warned',
    seen: receiverStatus ?? 'no stream',
    limit: 'streaming',
    remedy: 'nothing new arrives: mend the stream, or know that what is written from now on would be lost',
  });
}

function lagGate({ rpoSeconds }: GatedPlan, { id }: GatedDatabase, server: ReplicaFacts): Gate {
  const { claimedLagSeconds: lag } = server;
  const limit = `at most ${rpoSeconds} s, the plan's RPO`;
  if (lag === null) {
    const remedy = 'ask again when something was written on the primary';
    return unasked('how far behind', id, { why: 'the replica does not say', limit, remedy });
  }
  return gate('how far behind', id, {
    passed: lag <= rpoSeconds,
    otherwise: 'warned',
    seen: `${lag.toFixed(1)} s, as the replica claims`,
    limit,
    remedy: 'a failover now would lose more than was promised: find out why replay is late',
  });
}
