import type { StepEntry } from '../../lib/domain/record/entry.ts';
import { makeFakeDatabases, PRIMARY } from './fake-databases.ts';
import { makeFakeDisruption } from './fake-disruption.ts';
import { makeFakeExecutions } from './fake-executions.ts';
import { makeFakeEndpoint } from './fake-endpoint.ts';
import { makeFakeClients, makeFakeGates, makeFakeWriters } from './fake-fence.ts';
import { makeFakeHandlers, makeFakeProbe } from './fake-handlers.ts';
import { makeFakeLocks } from './fake-locks.ts';
import { makeFakeReader } from './fake-reader.ts';
import { makeFakeRetention } from './fake-retention.ts';
import { makeFakeSecrets } from './fake-secrets.ts';
import { makeFakeSessions } from './fake-sessions.ts';
import { makeFakeSettings } from './fake-settings.ts';
import { makeFakeJobs, makeFakeTraffic } from './fake-traffic.ts';
import { makeFakeWorkflows } from './fake-workflows.ts';
import type { Instant } from '../../lib/domain/instant.ts';
import type { Locks } from '../../lib/ports/locks.ts';
import type { Journal } from './journal.ts';
import { makeManualClock } from './manual-clock.ts';
import { makeMemoryObjects } from './memory-objects.ts';
import { makeMemoryRecord } from './memory-record.ts';
import { sha256 } from './sha256.ts';

/** Every port of every step, over one journal and one clock. A test replaces what it is about. */
export function makeStepWorld(
  before: { texts?: Record<string, string>; entries?: readonly StepEntry[]; now?: Instant } = {},
) {
  const journal: Journal = [];
  const clock = makeManualClock(before.now);
  return {
    journal,
    clock,
    record: makeMemoryRecord(journal, before.entries),
    objects: makeMemoryObjects(before.texts, journal, () => clock.now()),
    store: makeMemoryObjects({}, journal),
    locks: makeFakeLocks(journal),
    primaryLocks: makeFakeLocks(journal, { generation: 3, name: 'primaryLocks' }),
    databases: makeFakeDatabases(journal),
    hurriedDatabases: makeFakeDatabases(journal, [{ ...PRIMARY, host: '10.0.0.99' }]),
    sessions: makeFakeSessions(journal),
    settings: makeFakeSettings(journal),
    disruption: makeFakeDisruption(journal),
    traffic: makeFakeTraffic(journal),
    jobs: makeFakeJobs(journal),
    gates: makeFakeGates(journal),
    clients: makeFakeClients(journal),
    writers: makeFakeWriters(journal),
    workflows: makeFakeWorkflows(journal),
    executions: makeFakeExecutions(journal),
    handlers: makeFakeHandlers(journal),
    probe: makeFakeProbe(journal),
    reader: makeFakeReader({ sleep: async () => undefined }),
    endpoint: makeFakeEndpoint(journal),
    retention: makeFakeRetention(journal),
    secrets: makeFakeSecrets(),
    sha256,
    byteLength: (text: string) => Buffer.byteLength(text),
    toolVersion: '1.2.3',
  };
}

export type StepWorld = ReturnType<typeof makeStepWorld>;

/** The same world, where a later run has taken the lock. */
export function superseded(world: StepWorld): StepWorld {
  return { ...world, locks: makeFakeLocks(world.journal, { generation: 8 }) };
}

/** Locks that a later run takes once so many seconds have passed. */
export function supersededAfter(world: StepWorld, seconds: number): Locks {
  const later = makeFakeLocks(world.journal, { generation: 8 });
  const isOver = () => world.clock.monotonicNs() >= BigInt(seconds) * 1_000_000_000n;
  return { ...world.locks, verify: (grant) => (isOver() ? later : world.locks).verify(grant) };
}

const CHANGES = [
  'objects.put',
  'record.append',
  'locks.acquire',
  'locks.release',
  'primaryLocks.acquire',
  'primaryLocks.release',
  'buckets.putCanary',
  'buckets.removeVersions',
  'databases.promote',
  'sessions.writeProof',
  'sessions.fence',
  'sessions.drain',
  'sessions.admit',
  'disruption.start',
  'disruption.undo',
  'traffic.activate',
  'jobs.stop',
  'jobs.start',
  'gates.admitOnly',
  'gates.stop',
  'gates.start',
  'clients.end',
  'writers.close',
  'writers.open',
  'replicas.setAside',
  'replicas.create',
  'replicas.adopt',
  'replicas.protectLike',
  'replicas.remove',
  'replicas.keepBackups',
  'workflows.start',
  'executions.stop',
  'workflows.completeTask',
  'retention.keep',
];

/** What was changed, without the run's own record. */
export function changesOf({ journal }: StepWorld): readonly string[] {
  return journal.filter((line) => !line.startsWith('record.') && isChange(line));
}

/** All that was changed, the record included. */
export function allChangesOf({ journal }: StepWorld): readonly string[] {
  return journal.filter(isChange);
}

function isChange(line: string): boolean {
  return CHANGES.some((name) => line.startsWith(`${name} `));
}

/** What a dry run did beyond going the way of an intent, which every step does. */
export function readyingOf({ journal }: StepWorld): readonly string[] {
  return journal.filter((line) => line !== 'record.rehearse' && !line.startsWith('locks.verify '));
}
